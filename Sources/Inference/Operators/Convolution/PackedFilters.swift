import CKernels
import Synchronization
import Tensors

/// Weights `[O, C, kH, kW]` in the order in which the kernels for blocked maps read them.
struct PackedFilters: @unchecked Sendable {
    let shape: Shape
    let layout: MapBuffer.Layout
    let isDepthwise: Bool
    let storage: TensorStorage

    /// - Parameters:
    ///   - layout: that of the maps which the filters slide over.
    ///   - isDepthwise: whether each filter slides over a channel of its own.
    init(_ weights: Tensor, layout: MapBuffer.Layout, isDepthwise: Bool, in context: RunContext) {
        self.shape = weights.shape
        self.layout = layout
        self.isDepthwise = isDepthwise
        storage = isDepthwise ? Self.blocked(weights) : Self.paired(weights, layout, in: context)
    }

    init(shape: Shape, layout: MapBuffer.Layout, storage: TensorStorage) {
        self.shape = shape
        self.layout = layout
        self.storage = storage
        isDepthwise = false
    }

    /// Pairs of blocks of filters; see `cnns_pack_filters`.
    private static func paired(_ weights: Tensor, _ layout: MapBuffer.Layout, in context: RunContext) -> TensorStorage {
        let filters = CnnsFilters(weights.shape, layout, window: nil)
        let storage = withUnsafePointer(to: filters) {
            TensorStorage(byteCount: cnns_packed_filters_count($0) * MemoryLayout<Float>.stride)
        }
        nonisolated(unsafe) let (source, target) = (weights.floatElements.baseAddress, storage.bytes.bindMemory(to: Float.self).baseAddress)
        let pairCount = (weights.shape[0] + 2 * MapBuffer.blockSize - 1) / (2 * MapBuffer.blockSize)
        withExtendedLifetime(weights.storage) {
            context.parallel(pairCount, grain: max(1, 500_000 * pairCount / max(1, weights.elementCount))) { pairs in
                withUnsafePointer(to: filters) { cnns_pack_filters(source, $0, pairs.lowerBound, pairs.upperBound, target) }
            }
        }
        return storage
    }

    /// `[block][kH][kW][channel of the block]`.
    private static func blocked(_ weights: Tensor) -> TensorStorage {
        let (count, taps) = (weights.shape[0], weights.shape.dimensions[1...].reduce(1, *))
        let blockCount = (count + MapBuffer.blockSize - 1) / MapBuffer.blockSize
        let storage = TensorStorage(byteCount: blockCount * MapBuffer.blockSize * taps * MemoryLayout<Float>.stride)
        let target = storage.bytes.bindMemory(to: Float.self)
        target.initialize(repeating: 0)
        withExtendedLifetime(weights.storage) {
            for channel in 0..<count {
                let start = channel / MapBuffer.blockSize * taps * MapBuffer.blockSize + channel % MapBuffer.blockSize
                for tap in 0..<taps { target[start + tap * MapBuffer.blockSize] = weights.floatElements[channel * taps + tap] }
            }
        }
        return storage
    }

    /// The filters' weights for one channel of blocked maps alone, for plain maps that hold only that channel.
    func alone(channel: Int) -> PackedFilters {
        let single: Shape = [shape[0], 1, shape[2], shape[3]]
        var filters = CnnsFilters(shape, layout, window: nil)
        var one = CnnsFilters(single, .plain, window: nil)
        let storage = TensorStorage(byteCount: cnns_packed_filters_count(&one) * MemoryLayout<Float>.stride)
        withExtendedLifetime(self.storage) {
            cnns_pack_channel(numbers, &filters, channel, storage.bytes.bindMemory(to: Float.self).baseAddress)
        }
        return PackedFilters(shape: single, layout: .plain, storage: storage)
    }

    /// Valid as long as the filters live.
    var numbers: UnsafePointer<Float>? { UnsafePointer(storage.bytes.bindMemory(to: Float.self).baseAddress) }

    /// Groups of filters that can be shared out to threads.
    var partCount: Int {
        let size = isDepthwise ? MapBuffer.blockSize : 2 * MapBuffer.blockSize
        return (shape[0] + size - 1) / size
    }
}

extension CnnsFilters {
    /// Filters as they slide by a window; without one where only their sizes count.
    init(_ shape: Shape, _ layout: MapBuffer.Layout, window: ResolvedWindow?) {
        self.init(
            filterCount: shape[0], channelCount: shape[1], kernelHeight: shape[2], kernelWidth: shape[3],
            strideHeight: window?.strides[0] ?? 1, strideWidth: window?.strides[1] ?? 1, dilationHeight: window?.dilations[0] ?? 1,
            dilationWidth: window?.dilations[1] ?? 1, block: layout == .plain ? 1 : MapBuffer.blockSize)
    }
}

/// The arranged weights of one network, made when they are first needed.
final class PackedFilterCache: Sendable {
    private struct Key: Hashable {
        let storage: ObjectIdentifier
        let byteOffset: Int
        let shape: Shape
        let isPlain: Bool
        let isDepthwise: Bool
        var isTransformed = false
    }

    private let filters = Mutex<[Key: PackedFilters]>([:])

    /// The weights in the order for maps of a layout; they must belong to the network.
    func filters(_ weights: Tensor, layout: MapBuffer.Layout, isDepthwise: Bool, in context: RunContext) -> PackedFilters {
        let key = Key(
            storage: ObjectIdentifier(weights.storage), byteOffset: weights.byteOffset, shape: weights.shape, isPlain: layout == .plain,
            isDepthwise: isDepthwise)
        return known(key) { PackedFilters(weights, layout: layout, isDepthwise: isDepthwise, in: context) }
    }

    /// The weights as Winograd's convolution has them; they must belong to the network.
    func transformedFilters(_ weights: Tensor, in context: RunContext) -> PackedFilters {
        let key = Key(
            storage: ObjectIdentifier(weights.storage), byteOffset: weights.byteOffset, shape: weights.shape, isPlain: false,
            isDepthwise: false, isTransformed: true)
        return known(key) { PackedFilters(transforming: weights, in: context) }
    }

    private func known(_ key: Key, orMake make: () -> PackedFilters) -> PackedFilters {
        if let known = filters.withLock({ $0[key] }) { return known }
        let packed = make()
        filters.withLock { $0[key] = packed }
        return packed
    }
}
