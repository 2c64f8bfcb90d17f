import CKernels
import TestSupport
import Tensors
import Testing

@testable import Inference

@Suite struct PackedFilterTests {
    /// Filters, channels, kernel, and the channels of a block of the input.
    static let shapes: [(shape: Shape, block: Int)] = [
        ([32, 16, 1, 1], 16), ([48, 40, 1, 1], 16), ([33, 5, 1, 1], 16), ([1, 1, 1, 1], 16), ([64, 64, 3, 3], 16), ([40, 19, 3, 3], 16),
        ([70, 33, 3, 2], 16), ([16, 47, 1, 5], 16), ([64, 3, 7, 7], 1), ([7, 4, 3, 3], 1),
    ]

    @Test(arguments: shapes, [0, 1, 2, 3])
    func `panels hold every weight where its filters' tap is, wherever the weights stand`(_ shape: (shape: Shape, block: Int), offset: Int)
    {
        let weights = Tensor.random(shape.shape, seed: 3).floats
        let (count, channels, area) = (shape.shape[0], shape.shape[1], shape.shape[2] * shape.shape[3])
        var filters = CnnsFilters(shape.shape, shape.block == 1 ? .plain : .blocked, window: nil)
        var packed = [Float](repeating: .nan, count: cnns_packed_filters_count(&filters))
        let bytes = [UInt8](repeating: 0, count: offset) + weights.withUnsafeBytes { Array($0) }
        bytes.withUnsafeBytes { cnns_pack_filters($0.baseAddress.map { $0 + offset }, &filters, 0, (count + 31) / 32, &packed) }
        var next = 0
        for pair in stride(from: 0, to: count, by: 32) {
            let width = count - pair > 16 ? 32 : 16
            for block in stride(from: 0, to: channels, by: shape.block) {
                for tap in 0..<area {
                    for channel in block..<min(block + shape.block, channels) {
                        for filter in pair..<pair + width {
                            let expected = filter < count ? weights[(filter * channels + channel) * area + tap] : 0
                            guard packed[next] == expected else {
                                return #expect(packed[next] == expected, "filter \(filter), channel \(channel), tap \(tap)")
                            }
                            next += 1
                        }
                    }
                }
            }
        }
        #expect(next == packed.count)
    }

    /// Sums over kernels of every size; tiles that filters are shared out for, that are gone through twice, and that are shared out.
    static let geometries = [
        ConvolutionCase(channels: 256, size: [5, 4], outputs: 160, kernel: [1, 1]),
        ConvolutionCase(channels: 70, size: [7, 7], outputs: 65, pads: [1, 1, 1, 1]),
        ConvolutionCase(channels: 33, size: [14, 13], outputs: 65, pads: [1, 1, 1, 1]),
        ConvolutionCase(channels: 33, size: [31, 31], outputs: 65, pads: [1, 1, 1, 1]),
        ConvolutionCase(channels: 33, size: [41, 46], outputs: 65, pads: [1, 1, 1, 1]),
    ]

    @Test(arguments: geometries, [true, false])
    func `weights in passing give the same numbers as weights that are kept`(_ geometry: ConvolutionCase, isTiled: Bool) throws {
        let x = Tensor.random(Shape([1, geometry.channels] + geometry.size), seed: 1)
        let w = Tensor.random(Shape([geometry.outputs, geometry.channels] + geometry.kernel), seed: 2)
        let conv = try Conv(attributes: geometry.attributes, operatorSet: 17)
        let (filters, context) = (PackedFilterCache(), RunContext(threadCount: 2, usesWinograd: isTiled))
        let runs = try (0..<4).compactMap { _ in try conv.runInBlocks(x, [w], filters: filters, in: context)?.floats }
        guard let first = runs.first else { return }
        #expect(runs.allSatisfy { $0 == first })
    }

    @Test func `memory for weights in passing is used again, but not while somebody reads it`() {
        let (filters, context) = (PackedFilterCache(), RunContext())
        let weights = (0..<4).map { Tensor.random([256, 256, 1, 1], seed: UInt64($0)) }
        func arranged(_ index: Int) -> PackedFilters {
            filters.filters(weights[index], layout: .blocked, isDepthwise: false, in: context)
        }
        let first = ObjectIdentifier(arranged(0).storage)
        let second = arranged(1)
        #expect(ObjectIdentifier(second.storage) == first)
        #expect(ObjectIdentifier(arranged(2).storage) != first)
        _ = arranged(0)
        let kept = arranged(0)
        #expect(arranged(0).storage === kept.storage)
    }
}
