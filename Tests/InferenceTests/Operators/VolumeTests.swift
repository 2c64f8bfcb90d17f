import Inference
import Tensors
import TestSupport
import Testing

/// Convolution and pooling over three spatial axes, against loops written from the formula.
@Suite struct VolumeTests {
    /// The geometry of a window over a volume, as a row of a table of cases.
    struct Geometry: CustomTestStringConvertible, Sendable {
        var size = [5, 6, 7]
        var kernel = [3, 3, 3]
        var strides = [1, 1, 1]
        var dilations = [1, 1, 1]
        var pads = [0, 0, 0, 0, 0, 0]
        var group = 1

        var testDescription: String { "\(size), k\(kernel) s\(strides) d\(dilations) p\(pads) g\(group)" }

        var attributes: Attributes {
            [
                "kernel_shape": .ints(kernel), "strides": .ints(strides), "dilations": .ints(dilations), "pads": .ints(pads),
                "group": .int(group),
            ]
        }

        var output: [Int] {
            (0..<3).map { (size[$0] + pads[$0] + pads[$0 + 3] - (kernel[$0] - 1) * dilations[$0] - 1) / strides[$0] + 1 }
        }

        /// For every output place and tap of the kernel that touches no padding: place, tap, and the place in the input.
        var touches: [(place: Int, tap: Int, input: Int)] {
            var touches: [(place: Int, tap: Int, input: Int)] = []
            for (place, at) in Self.positions(output).enumerated() {
                for (tap, by) in Self.positions(kernel).enumerated() {
                    let position = (0..<3).map { at[$0] * strides[$0] + by[$0] * dilations[$0] - pads[$0] }
                    guard (0..<3).allSatisfy({ (0..<size[$0]).contains(position[$0]) }) else { continue }
                    touches.append((place, tap, (position[0] * size[1] + position[1]) * size[2] + position[2]))
                }
            }
            return touches
        }

        private static func positions(_ extents: [Int]) -> [[Int]] {
            (0..<extents[0]).flatMap { z in (0..<extents[1]).flatMap { y in (0..<extents[2]).map { [z, y, $0] } } }
        }
    }

    static let cases = [
        Geometry(), Geometry(kernel: [1, 1, 1]), Geometry(kernel: [2, 3, 1], strides: [2, 1, 3]),
        Geometry(size: [6, 6, 6], strides: [2, 2, 2], pads: [1, 1, 1, 1, 1, 1]),
        Geometry(size: [7, 7, 8], dilations: [2, 3, 2], pads: [2, 3, 2, 2, 3, 2]),
        Geometry(kernel: [3, 2, 2], pads: [2, 0, 1, 0, 1, 0], group: 2),
        Geometry(size: [2, 15, 14], kernel: [2, 3, 3], pads: [1, 1, 1, 1, 1, 1]),
    ]

    @Test(arguments: cases, [1, 2]) func `a convolution is the sum of the formula`(_ geometry: Geometry, threadCount: Int) throws {
        let (channels, outputs) = (4, 4)
        let perGroup = channels / geometry.group
        let x = Tensor.random(Shape([2, channels] + geometry.size), seed: 1)
        let weights = Tensor.random(Shape([outputs, perGroup] + geometry.kernel), seed: 2)
        let bias = Tensor.random([outputs], seed: 3)
        let conv = try Conv(attributes: geometry.attributes, operatorSet: 17)
        var epilogue = Epilogue()
        epilogue.low = -0.5
        let result = try conv.run([x, weights, bias], epilogue: epilogue, in: RunContext(threadCount: threadCount))

        let (inputs, w) = (x.floats, weights.floats)
        let (volume, taps, places) = (geometry.size.reduce(1, *), geometry.kernel.reduce(1, *), geometry.output.reduce(1, *))
        let touches = geometry.touches
        var expected: [Float] = []
        for image in 0..<2 {
            for output in 0..<outputs {
                var sums = [Double](repeating: Double(bias.floats[output]), count: places)
                for c in 0..<perGroup {
                    let channel = output / (outputs / geometry.group) * perGroup + c
                    for (place, tap, input) in touches {
                        let value = inputs[(image * channels + channel) * volume + input]
                        sums[place] += Double(value) * Double(w[(output * perGroup + c) * taps + tap])
                    }
                }
                expected += sums.map { max(-0.5, Float($0)) }
            }
        }
        #expect(result.relativeDifference(to: Tensor(Shape([2, outputs] + geometry.output), expected)) < 1e-5)
    }

    /// Reduces the values under each window, channel by channel; `reduce` gets how many places are padding.
    private func pooled(_ geometry: Geometry, _ x: Tensor, _ reduce: ([Float], _ padding: Int) -> Float) -> Tensor {
        let volume = geometry.size.reduce(1, *)
        let (inputs, touches) = (x.floats, geometry.touches)
        var result: [Float] = []
        for channel in 0..<x.shape[0] * x.shape[1] {
            var under = [[Float]](repeating: [], count: geometry.output.reduce(1, *))
            for touch in touches { under[touch.place].append(inputs[channel * volume + touch.input]) }
            result += under.map { reduce($0, geometry.kernel.reduce(1, *) - $0.count) }
        }
        return Tensor(Shape(x.shape.dimensions[..<2] + geometry.output), result)
    }

    @Test(arguments: cases) func `a maximum pool takes the greatest value under the window`(_ geometry: Geometry) throws {
        let x = Tensor.random(Shape([2, 3] + geometry.size), in: -2 ... -1, seed: 4)
        let result = try MaxPool(attributes: geometry.attributes, operatorSet: 17).run([x], in: RunContext(threadCount: 2))[0]
        #expect(result.floats == pooled(geometry, x) { values, _ in values.max() ?? -.infinity }.floats)
    }

    @Test(arguments: cases, [false, true])
    func `an average pool takes the mean, with or without the padding`(_ geometry: Geometry, countsPadding: Bool) throws {
        var attributes = geometry.attributes
        attributes["count_include_pad"] = .int(countsPadding ? 1 : 0)
        let x = Tensor.random(Shape([2, 3] + geometry.size), seed: 5)
        let result = try AveragePool(attributes: attributes, operatorSet: 17).run([x], in: RunContext(threadCount: 2))[0]
        let expected = pooled(geometry, x) { $0.reduce(0, +) / Float($0.count + (countsPadding ? $1 : 0)) }
        #expect(result.relativeDifference(to: expected) < 1e-5)
    }

    @Test(arguments: cases) func `indices say where the greatest value stands`(_ geometry: Geometry) throws {
        let x = Tensor.random(Shape([2, 3] + geometry.size), seed: 6)
        let node = Node(name: "p", operatorName: "MaxPool", inputs: ["x"], outputs: ["y", "i"], attributes: geometry.attributes)
        let pool = try MaxPool(node: node, operatorSet: 17)
        #expect(try pool.inferOutputs([ValueInfo(.float32, x.shape)]).count == 2)
        let results = try pool.run([x], in: RunContext(threadCount: 2))
        let inputs = x.floats
        #expect(results[1].elements(as: Int64.self).map { inputs[Int($0)] } == results[0].floats)
        let volume = geometry.size.reduce(1, *)
        let perChannel = results[0].elementCount / 6
        #expect(results[1].elements(as: Int64.self).enumerated().allSatisfy { Int($1) / volume == $0 / perChannel })
    }

    @Test func `four spatial axes are refused`() throws {
        let pool = try MaxPool(attributes: ["kernel_shape": .ints([1, 1, 1, 1])], operatorSet: 17)
        #expect(throws: OperatorError.self) { try pool.inferOutputs([ValueInfo(.float32, [1, 1, 2, 2, 2, 2])]) }
    }
}
