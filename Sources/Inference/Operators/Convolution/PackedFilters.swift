import CKernels
import Synchronization
import Tensors

/// Weights `[O, C, kH, kW]` in the order in which the kernels for blocked maps read them.
struct PackedFilters: @unchecked Sendable {
    let shape: Shape
    let layout: MapBuffer.Layout
    let isDepthwise: Bool
    let storage: TensorStorage
    /// Whether the next layer's weights take over the memory as soon as nobody refers to it.
    var isPassing = false

    /// - Parameters:
    ///   - layout: that of the maps which the filters slide over.
    ///   - memory: where they go, of ``byteCount(of:layout:)`` bytes or more.
    init(_ weights: Tensor, layout: MapBuffer.Layout, into memory: TensorStorage, in context: RunContext) {
        self.init(shape: weights.shape, layout: layout, storage: memory)
        let filters = CnnsFilters(weights.shape, layout, window: nil)
        nonisolated(unsafe) let (source, target) = (weights.bytesInPlace.baseAddress, memory.bytes.bindMemory(to: Float.self).baseAddress)
        withExtendedLifetime((weights.storage, memory)) {
            context.parallel(partCount, grain: max(1, 500_000 * partCount / max(1, weights.elementCount))) { pairs in
                withUnsafePointer(to: filters) { cnns_pack_filters(source, $0, pairs.lowerBound, pairs.upperBound, target) }
                weights.release(filtersOf: pairs)
            }
        }
    }

    /// The filters of the convolution that makes the gradient of another one's input: those of the other one, turned about, whose channels and
    /// filters have changed places.
    ///
    /// - Parameter memory: where they go, of ``turnedByteCount(of:)`` bytes or more.
    init(turning weights: Tensor, into memory: TensorStorage, in context: RunContext) {
        self.init(shape: Self.turnedShape(of: weights), layout: .blocked, storage: memory)
        let filters = CnnsFilters(shape, .blocked, window: nil)
        nonisolated(unsafe) let (source, target) = (weights.bytesInPlace.baseAddress, memory.bytes.bindMemory(to: Float.self).baseAddress)
        withExtendedLifetime((weights.storage, memory)) {
            context.parallel(partCount, grain: max(1, 100_000 * partCount / max(1, weights.elementCount))) { pairs in
                withUnsafePointer(to: filters) { cnns_pack_turned_filters(source, $0, pairs.lowerBound, pairs.upperBound, target) }
            }
        }
    }

    static func turnedShape(of weights: Tensor) -> Shape { Shape([weights.shape[1], weights.shape[0]] + weights.shape.dimensions[2...]) }

    static func turnedByteCount(of weights: Tensor) -> Int {
        withUnsafePointer(to: CnnsFilters(turnedShape(of: weights), .blocked, window: nil)) {
            cnns_packed_filters_count($0) * MemoryLayout<Float>.stride
        }
    }

    /// Filters that each slide over a channel of its own.
    init(depthwise weights: Tensor) {
        (shape, layout, isDepthwise, storage) = (weights.shape, .blocked, true, Self.blocked(weights))
    }

    init(shape: Shape, layout: MapBuffer.Layout, storage: TensorStorage) {
        self.shape = shape
        self.layout = layout
        self.storage = storage
        isDepthwise = false
    }

    /// How much memory weights take when they are arranged in pairs of blocks of filters; see `cnns_pack_filters`.
    static func byteCount(of weights: Tensor, layout: MapBuffer.Layout) -> Int {
        withUnsafePointer(to: CnnsFilters(weights.shape, layout, window: nil)) {
            cnns_packed_filters_count($0) * MemoryLayout<Float>.stride
        }
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

extension Tensor {
    /// Lets go of the memory of the weights of some pairs of blocks of filters, which have been arranged.
    func release(filtersOf pairs: Range<Int>) {
        let pairByteCount = byteCount / max(1, shape[0]) * 2 * MapBuffer.blockSize
        release(min(byteCount, pairs.lowerBound * pairByteCount)..<min(byteCount, pairs.upperBound * pairByteCount))
    }
}
