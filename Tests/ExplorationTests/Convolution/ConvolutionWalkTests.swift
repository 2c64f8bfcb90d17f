import Exploration
import Inference
import Tensors
import TestSupport
import Testing

struct ConvolutionWalkTests {
    private static let settings: [ConvolutionWalk.Setting] = [
        .init(), .init(strides: [2, 1]), .init(dilations: [2, 2]), .init(padding: [1, 2, 0, 3]),
        .init(strides: [3, 2], dilations: [1, 2], padding: [2, 2, 2, 2]),
    ]

    @Test(arguments: settings)
    func `every step adds up to the output, as plain loops do`(setting: ConvolutionWalk.Setting) throws {
        let (input, kernel) = (Tensor.random([3, 9, 8], seed: 1), Tensor.random([3, 3, 2], seed: 2))
        let walk = try ConvolutionWalk(input: input, kernel: kernel, bias: 0.25, setting: setting)
        #expect(walk.stepCount == walk.output.elementCount)
        for number in 0..<walk.stepCount {
            let step = walk.step(number)
            let expected = Self.sum(input, kernel, step.row, step.column, setting) + 0.25
            #expect(abs(step.total - expected) < 1e-9)
            #expect(abs(step.engineValue - expected) < 1e-5)
            #expect(step.row * walk.output.shape[1] + step.column == number)
        }
    }

    /// The products under the kernel, from the formula.
    private static func sum(_ input: Tensor, _ kernel: Tensor, _ row: Int, _ column: Int, _ setting: ConvolutionWalk.Setting) -> Double {
        let (x, w) = (input.floats, kernel.floats)
        var sum = 0.0
        for channel in 0..<kernel.shape[0] {
            for ky in 0..<kernel.shape[1] {
                for kx in 0..<kernel.shape[2] {
                    let y = row * setting.strides[0] + ky * setting.dilations[0] - setting.padding[0]
                    let column = column * setting.strides[1] + kx * setting.dilations[1] - setting.padding[1]
                    guard (0..<input.shape[1]).contains(y), (0..<input.shape[2]).contains(column) else { continue }
                    let weight = w[(channel * kernel.shape[1] + ky) * kernel.shape[2] + kx]
                    sum += Double(x[(channel * input.shape[1] + y) * input.shape[2] + column]) * Double(weight)
                }
            }
        }
        return sum
    }

    @Test func `a step says where its kernel lies and what is padding`() throws {
        let walk = try ConvolutionWalk(
            input: .random([1, 4, 4], seed: 3), kernel: .random([1, 3, 3], seed: 4), setting: .init(padding: [1, 1, 1, 1]))
        let step = walk.step(0)
        #expect([step.top, step.left] == [-1, -1])
        #expect(step.parts[0].patch.map { $0 == nil } == [true, true, true, true, false, false, true, false, false])
        #expect(walk.output.floats[walk.greatestStep] == walk.output.floats.max())
    }

    @Test func `a kernel that does not fit is refused`() {
        let input = Tensor.random([1, 4, 4], seed: 5)
        #expect(throws: ConvolutionWalkError.channels(input: [1, 4, 4], kernel: [2, 3, 3])) {
            try ConvolutionWalk(input: input, kernel: .random([2, 3, 3], seed: 6), setting: .init())
        }
        #expect(throws: ConvolutionWalkError.doesNotFit(input: [1, 4, 4], kernel: [1, 3, 3])) {
            try ConvolutionWalk(input: input, kernel: .random([1, 3, 3], seed: 6), setting: .init(dilations: [2, 2]))
        }
    }
}
