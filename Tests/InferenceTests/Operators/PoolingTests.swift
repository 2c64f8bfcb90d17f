import Inference
import Tensors
import TestSupport
import Testing

@Suite struct PoolingTests {
    static let cases: [ConvolutionCase] = [
        ConvolutionCase(kernel: [2, 2], strides: [2, 2]),
        ConvolutionCase(size: [12, 12], kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1]),
        ConvolutionCase(batch: 2, size: [5, 6], kernel: [3, 2], pads: [2, 1, 0, 1]),
        ConvolutionCase(size: [9, 9], kernel: [2, 3], dilations: [2, 2]),
    ]

    /// Pools one plane at a time with `reduce`, which gets the values under the window and how many places are padding.
    private func naive(_ geometry: ConvolutionCase, _ x: Tensor, _ reduce: ([Float], _ padding: Int) -> Float) -> Tensor {
        func extent(_ axis: Int) -> Int {
            let covered = (geometry.kernel[axis] - 1) * geometry.dilations[axis] + 1
            return (geometry.size[axis] + geometry.pads[axis] + geometry.pads[axis + 2] - covered) / geometry.strides[axis] + 1
        }
        let (height, width) = (extent(0), extent(1))
        let inputs = x.floats
        var result: [Float] = []
        for plane in 0..<geometry.batch * geometry.channels {
            for row in 0..<height {
                for column in 0..<width {
                    var under: [Float] = []
                    for ky in 0..<geometry.kernel[0] {
                        for kx in 0..<geometry.kernel[1] {
                            let y = row * geometry.strides[0] + ky * geometry.dilations[0] - geometry.pads[0]
                            let z = column * geometry.strides[1] + kx * geometry.dilations[1] - geometry.pads[1]
                            guard (0..<geometry.size[0]).contains(y), (0..<geometry.size[1]).contains(z) else { continue }
                            under.append(inputs[(plane * geometry.size[0] + y) * geometry.size[1] + z])
                        }
                    }
                    result.append(reduce(under, geometry.kernel[0] * geometry.kernel[1] - under.count))
                }
            }
        }
        return Tensor([geometry.batch, geometry.channels, height, width], result)
    }

    @Test(arguments: cases, [1, 2])
    func `a maximum pool takes the greatest value under the window`(_ geometry: ConvolutionCase, threadCount: Int) throws {
        let x = Tensor.random(Shape([geometry.batch, geometry.channels] + geometry.size), in: -2 ... -1, seed: 1)
        let pool = try MaxPool(attributes: geometry.attributes, operatorSet: 17)
        let context = RunContext(threadCount: threadCount)
        let expected = naive(geometry, x) { values, _ in values.max() ?? -.infinity }
        #expect(try pool.run([x], in: context)[0].floats == expected.floats)
        for kernels in KernelChoice.ownSupported {
            let context = RunContext(threadCount: threadCount, kernels: kernels)
            if let inBlocks = try pool.runInBlocks(x, in: context) { #expect(inBlocks.floats == expected.floats) }
        }
    }

    @Test(arguments: cases, [false, true])
    func `an average pool takes the mean, with or without the padding`(_ geometry: ConvolutionCase, countsPadding: Bool) throws {
        var attributes = geometry.attributes
        attributes["count_include_pad"] = .int(countsPadding ? 1 : 0)
        let x = Tensor.random(Shape([geometry.batch, geometry.channels] + geometry.size), seed: 2)
        let pool = try AveragePool(attributes: attributes, operatorSet: 17)
        let expected = naive(geometry, x) { values, padding in
            values.reduce(0, +) / Float(values.count + (countsPadding ? padding : 0))
        }
        #expect(try pool.run([x], in: RunContext(threadCount: 2))[0].relativeDifference(to: expected) < 1e-6)
        for kernels in KernelChoice.ownSupported {
            let context = RunContext(threadCount: 2, kernels: kernels)
            if let inBlocks = try pool.runInBlocks(x, in: context) { #expect(inBlocks.relativeDifference(to: expected) < 1e-6) }
        }
    }

    @Test func `rounding up adds a last window only where it starts inside`() throws {
        let pool = try MaxPool(
            attributes: ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2]), "ceil_mode": .int(1)], operatorSet: 17)
        #expect(try pool.inferOutputs([ValueInfo(.float32, [1, 1, 5, 4])])[0].shape == [1, 1, 3, 2])
        let wide = try MaxPool(
            attributes: ["kernel_shape": .ints([1, 1]), "strides": .ints([3, 3]), "ceil_mode": .int(1)], operatorSet: 17)
        #expect(try wide.inferOutputs([ValueInfo(.float32, [1, 1, 2, 2])])[0].shape == [1, 1, 1, 1])
    }

    @Test func `a value that is not a number survives a maximum pool`() throws {
        let x = Tensor([1, 1, 2, 2], [1, .nan, 2, 3])
        let pool = try MaxPool(attributes: ["kernel_shape": .ints([2, 2])], operatorSet: 17)
        #expect(try pool.run([x], in: RunContext())[0].floats[0].isNaN)
        for kernels in KernelChoice.ownSupported {
            if let inBlocks = try pool.runInBlocks(x, in: RunContext(kernels: kernels)) { #expect(inBlocks.floats[0].isNaN) }
        }
    }

    @Test func `global pools leave one number a channel`() throws {
        let x = Tensor.random([2, 3, 5, 7], seed: 3)
        let planes = (0..<6).map { plane in Array(x.floats[plane * 35..<(plane + 1) * 35]) }
        let means = try GlobalAveragePool(attributes: [:], operatorSet: 17).run([x], in: RunContext())[0]
        let maxima = try GlobalMaxPool(attributes: [:], operatorSet: 17).run([x], in: RunContext())[0]
        #expect(means.shape == [2, 3, 1, 1])
        #expect(means.relativeDifference(to: Tensor([2, 3, 1, 1], planes.map { $0.reduce(0, +) / 35 })) < 1e-6)
        #expect(maxima.floats == planes.map { $0.max() ?? 0 })
    }
}
