import Inference
import Tensors
import TestSupport
import Testing

/// The geometry of a convolution, as a row of a table of cases.
struct ConvolutionCase: CustomTestStringConvertible, Sendable {
    var batch = 1
    var channels = 3
    var size = [9, 7]
    var outputs = 4
    var kernel = [3, 3]
    var strides = [1, 1]
    var dilations = [1, 1]
    var pads = [0, 0, 0, 0]
    var group = 1

    var testDescription: String { "\(batch)x\(channels)x\(size) → \(outputs), k\(kernel) s\(strides) d\(dilations) p\(pads) g\(group)" }

    var attributes: Attributes {
        [
            "strides": .ints(strides), "dilations": .ints(dilations), "pads": .ints(pads), "group": .int(group),
            "kernel_shape": .ints(kernel),
        ]
    }

    /// The sum as the formula has it, one loop an index.
    func naive(_ x: Tensor, _ w: Tensor, _ bias: [Float]) -> Tensor {
        func extent(_ axis: Int) -> Int {
            (size[axis] + pads[axis] + pads[axis + 2] - (kernel[axis] - 1) * dilations[axis] - 1) / strides[axis] + 1
        }
        let (height, width, perGroup) = (extent(0), extent(1), channels / group)
        let (inputs, weights) = (x.floats, w.floats)
        var result: [Float] = []
        for n in 0..<batch {
            for o in 0..<outputs {
                for row in 0..<height {
                    for column in 0..<width {
                        var sum = Double(bias[o])
                        for c in 0..<perGroup {
                            for ky in 0..<kernel[0] {
                                for kx in 0..<kernel[1] {
                                    let y = row * strides[0] + ky * dilations[0] - pads[0]
                                    let z = column * strides[1] + kx * dilations[1] - pads[1]
                                    guard (0..<size[0]).contains(y), (0..<size[1]).contains(z) else { continue }
                                    let channel = o / (outputs / group) * perGroup + c
                                    let input = inputs[((n * channels + channel) * size[0] + y) * size[1] + z]
                                    let weight = weights[((o * perGroup + c) * kernel[0] + ky) * kernel[1] + kx]
                                    sum += Double(input) * Double(weight)
                                }
                            }
                        }
                        result.append(Float(sum))
                    }
                }
            }
        }
        return Tensor([batch, outputs, height, width], result)
    }
}

@Suite struct ConvTests {
    static let cases: [ConvolutionCase] = [
        ConvolutionCase(),
        ConvolutionCase(kernel: [1, 1]),
        ConvolutionCase(kernel: [1, 1], strides: [2, 2]),
        ConvolutionCase(batch: 3, channels: 75, size: [5, 4], outputs: 31, pads: [1, 0, 0, 1]),
        ConvolutionCase(channels: 530, size: [7, 6], outputs: 17, kernel: [1, 1]),
        ConvolutionCase(batch: 2, channels: 5, outputs: 7, kernel: [1, 1]),
        ConvolutionCase(size: [12, 11], kernel: [7, 7], strides: [2, 2], pads: [3, 3, 3, 3]),
        ConvolutionCase(size: [8, 8], strides: [2, 2], pads: [0, 0, 1, 1]),
        ConvolutionCase(size: [11, 13], dilations: [2, 3], pads: [2, 3, 2, 3]),
        ConvolutionCase(channels: 4, outputs: 6, pads: [1, 1, 1, 1], group: 2),
        ConvolutionCase(batch: 2, channels: 6, outputs: 6, pads: [1, 1, 1, 1], group: 6),
        ConvolutionCase(channels: 6, outputs: 12, kernel: [5, 3], strides: [2, 1], pads: [2, 1, 2, 1], group: 6),
        ConvolutionCase(channels: 3, size: [5, 5], outputs: 3, kernel: [5, 5], strides: [3, 3], pads: [2, 2, 2, 2], group: 3),
        ConvolutionCase(
            channels: 4, size: [23, 21], outputs: 8, kernel: [5, 5], strides: [2, 2], dilations: [2, 3], pads: [4, 5, 3, 6], group: 4),
        ConvolutionCase(channels: 2, size: [14, 14], outputs: 2, kernel: [3, 2], strides: [3, 1], dilations: [1, 2], group: 2),
        ConvolutionCase(channels: 2, size: [20, 20], outputs: 2, kernel: [1, 1], strides: [3, 3], group: 2),
        ConvolutionCase(
            channels: 2, size: [2, 2], outputs: 2, kernel: [2, 2], dilations: [40_000, 40_000], pads: [20_000, 20_000, 20_000, 20_000],
            group: 2),
        ConvolutionCase(channels: 2, size: [1, 1], kernel: [3, 3], pads: [1, 1, 1, 1]),
        ConvolutionCase(channels: 2, size: [3, 40], kernel: [3, 5], pads: [4, 4, 4, 4]),
        ConvolutionCase(channels: 20, size: [30, 30], outputs: 9, pads: [1, 1, 1, 1]),
        ConvolutionCase(channels: 70, size: [25, 25], outputs: 5, kernel: [5, 5], pads: [2, 2, 2, 2]),
    ]

    static let threadCounts = [1, 2, 3]

    @Test(arguments: cases, threadCounts)
    func `a convolution is the sum of its products`(_ geometry: ConvolutionCase, threadCount: Int) throws {
        let x = Tensor.random(Shape([geometry.batch, geometry.channels] + geometry.size), seed: 1)
        let w = Tensor.random(Shape([geometry.outputs, geometry.channels / geometry.group] + geometry.kernel), seed: 2)
        let bias = Tensor.random([geometry.outputs], seed: 3)
        let conv = try Conv(attributes: geometry.attributes, operatorSet: 17)
        let inferred = try conv.inferOutputs([ValueInfo(.float32, x.shape), ValueInfo(.float32, w.shape), ValueInfo(.float32, bias.shape)])
        let context = RunContext(threadCount: threadCount)
        let expected = geometry.naive(x, w, bias.floats)
        let result = try conv.run([x, w, bias], in: context)[0]
        #expect(inferred[0].shape == result.shape)
        #expect(result.relativeDifference(to: expected) < 1e-5)
        for kernels in KernelChoice.ownSupported {
            let context = RunContext(threadCount: threadCount, kernels: kernels)
            guard let inBlocks = try conv.runInBlocks(x, [w, bias], in: context) else { continue }
            #expect(inBlocks.relativeDifference(to: expected) < 1e-5)
        }
    }

    @Test(
        arguments: [ConvolutionCase(size: [30, 30], pads: [1, 1, 1, 1]), ConvolutionCase(channels: 4, pads: [1, 1, 1, 1], group: 4)])
    func `an epilogue scales, shifts, adds and clamps`(_ geometry: ConvolutionCase) throws {
        let x = Tensor.random(Shape([geometry.batch, geometry.channels] + geometry.size), seed: 4)
        let w = Tensor.random(Shape([geometry.outputs, geometry.channels / geometry.group] + geometry.kernel), seed: 5)
        let bias = Tensor.random([geometry.outputs], seed: 6)
        let plain = geometry.naive(x, w, bias.floats)
        var epilogue = Epilogue()
        epilogue.scale = [0.5, 2, -1, 3]
        epilogue.shift = [1, 0, -0.5, 0.25]
        epilogue.residual = Tensor.random(plain.shape, seed: 7)
        epilogue.low = -0.75
        epilogue.high = 1.5
        let conv = try Conv(attributes: geometry.attributes, operatorSet: 17)
        let context = RunContext(threadCount: 2)
        let result = try conv.run([x, w, bias], epilogue: epilogue, in: context)
        let plane = plain.shape[2] * plain.shape[3]
        let residual = try #require(epilogue.residual).floats
        let scale = try #require(epilogue.scale)
        let shift = try #require(epilogue.shift)
        let expected = plain.floats.enumerated().map { index, value in
            let channel = index / plane % geometry.outputs
            return min(max(scale[channel] * value + shift[channel] + residual[index], -0.75), 1.5)
        }
        #expect(result.relativeDifference(to: Tensor(plain.shape, expected)) < 1e-5)
        for kernels in KernelChoice.ownSupported {
            let context = RunContext(threadCount: 2, kernels: kernels)
            guard let inBlocks = try conv.runInBlocks(x, [w, bias], epilogue: epilogue, in: context) else { continue }
            #expect(inBlocks.relativeDifference(to: Tensor(plain.shape, expected)) < 1e-5)
        }
    }

    @Test func `a sequence is convolved along its only axis`() throws {
        let x = Tensor([1, 1, 5], [1, 2, 3, 4, 5])
        let w = Tensor([1, 1, 3], [1, 0, -1])
        let conv = try Conv(attributes: ["pads": .ints([1, 1])], operatorSet: 17)
        #expect(try conv.run([x, w], in: RunContext())[0].floats == [-2, -2, -2, -2, 4])
    }

    @Test(arguments: [
        ("SAME_UPPER", [0, 0, 1, 1]), ("SAME_LOWER", [1, 1, 0, 0]),
    ])
    func `same padding puts the odd element where its name says`(name: String, pads: [Int]) throws {
        let x = Tensor.random([1, 2, 8, 8], seed: 8)
        let w = Tensor.random([3, 2, 3, 3], seed: 9)
        let automatic = try Conv(attributes: ["auto_pad": .string(name), "strides": .ints([2, 2])], operatorSet: 17)
        let explicit = try Conv(attributes: ["pads": .ints(pads), "strides": .ints([2, 2])], operatorSet: 17)
        #expect(try automatic.run([x, w], in: RunContext())[0].floats == explicit.run([x, w], in: RunContext())[0].floats)
    }

    @Test func `the multiply-adds are outputs times terms`() throws {
        let conv = try Conv(attributes: ["pads": .ints([3, 3, 3, 3]), "strides": .ints([2, 2])], operatorSet: 17)
        let inputs: [ValueInfo?] = [ValueInfo(.float32, [1, 3, 224, 224]), ValueInfo(.float32, [64, 3, 7, 7])]
        #expect(conv.multiplyAdds(inputs: inputs, outputs: try conv.inferOutputs(inputs)) == 64 * 112 * 112 * 3 * 7 * 7)
        #expect(conv.kindDescription(inputs: inputs) == "Conv 7x7 /2")
    }

    @Test(
        arguments: [
            (["strides": .ints([0, 1])], "attribute 'strides' must be within 1...1048576, found 0"),
            (["group": .int(0)], "attribute 'group' must be at least 1, found 0"),
            (["auto_pad": .string("MAYBE")], "attribute 'auto_pad' must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, found MAYBE"),
            (["dilations": .float(1)], "attribute 'dilations' must be a list of integers"),
        ] as [(Attributes, String)])
    func `attributes out of range are refused`(attributes: Attributes, message: String) {
        let error = #expect(throws: OperatorError.self) { try Conv(attributes: attributes, operatorSet: 17) }
        #expect(error?.description == message)
    }

    @Test(
        arguments: [
            ([1, 3, 8, 8], [4, 2, 3, 3]), ([1, 3, 2, 2], [4, 3, 3, 3]), ([1, 3, 8], [4, 3, 3, 3]), ([1, 3, 8, 8], [4, 3, 0, 3]), ([], []),
        ] as [(Shape, Shape)])
    func `shapes that do not fit are refused`(x: Shape, w: Shape) throws {
        let conv = try Conv(attributes: [:], operatorSet: 17)
        #expect(throws: OperatorError.self) { try conv.inferOutputs([ValueInfo(.float32, x), ValueInfo(.float32, w)]) }
    }
}
