import CKernels
import Tensors

/// A convolution of whole blocked maps with kernels of 3×3, by Winograd's F(4×4, 3×3): a quarter of the multiplications.
///
/// Tiles of 4×4 outputs are computed together, from transforms of 6×6 inputs and of the kernels (`winograd.h`). Over many tiles every
/// thread takes some and goes through all filters, transforming as it goes; over few, which take less time to multiply than their
/// filters take to be read, all threads first transform all tiles and then take some of the filters each. Errors are 2 to 5 millionths
/// of the outputs' root mean square, of direct sums less than one.
struct WinogradConvolution: Sendable {
    private let epilogue: Epilogue
    private let weights: Tensor
    private let filters: PackedFilterCache

    /// Whether it is expected to be faster than direct sums.
    let isWorthwhile: Bool

    /// Maps with a shorter side leave too many tiles half empty.
    private static let shortestSide = 12
    /// Maps with a shorter side are not thought of.
    private static let shortestPossibleSide = 5
    /// With fewer channels or filters there is little to gain.
    private static let fewestChannels = 16
    private static let fewestFilters = 32
    /// Tiles whose products one register tile of the kernel computes.
    private static let tilesAtOnce = 14
    /// Tiles whose transforms stay in the second-level cache, if there are not too many channels, while one thread goes through the filters.
    private static let tilesOfThread = 28
    /// Tiles that threads go through the filters for together.
    private static let sharedTiles = 56
    /// With fewer tiles a thread, filters are shared out instead.
    private static let fewestTiles = 49

    /// `nil` where the convolution is none for it.
    init?(_ weights: Tensor, window: ResolvedWindow, epilogue: Epilogue, filters: PackedFilterCache) {
        let isFitting =
            weights.shape.dimensions[2...] == [3, 3] && window.strides == [1, 1] && window.dilations == [1, 1]
            && window.output.allSatisfy { $0 >= Self.shortestPossibleSide } && weights.shape[1] >= Self.fewestChannels
            && weights.shape[0] >= Self.fewestFilters
        guard isFitting else { return nil }
        isWorthwhile = window.output.allSatisfy { $0 >= Self.shortestSide }
        (self.epilogue, self.weights, self.filters) = (epilogue, weights, filters)
    }

    /// Computes the jobs, all of one size, whose buffers the caller keeps alive.
    ///
    /// - Parameter isPooled: whether the outputs are maxima of 2×2 results; there is no residual then.
    func run(_ jobs: [CnnsBlockedJob], isPooled: Bool = false, in context: RunContext) {
        guard var first = jobs.first else { return }
        let tileCount = cnns_winograd_tile_count(&first) * jobs.count
        let isShared = tileCount > Self.sharedTiles && tileCount >= Self.fewestTiles * context.threadCount
        let packed =
            isShared || tileCount > Self.sharedTiles
            ? filters.transformedFilters(weights, in: context) : filters.keptTransformedFilters(weights, in: context)
        let pass = WinogradPass(jobs: jobs, weights: weights, packed: packed, epilogue: epilogue, isPooled: isPooled)
        if isShared {
            context.parallel((tileCount + Self.tilesAtOnce - 1) / Self.tilesAtOnce) { part in
                let (inputs, scratch) = (pass.inputMemory(for: Self.tilesOfThread), pass.scratchMemory(for: Self.tilesOfThread))
                let end = min(part.upperBound * Self.tilesAtOnce, tileCount)
                for start in stride(from: part.lowerBound * Self.tilesAtOnce, to: end, by: Self.tilesOfThread) {
                    let tiles = start..<min(start + Self.tilesOfThread, end)
                    pass.transform(tiles, blocks: 0..<pass.blockCount, into: inputs)
                    pass.multiply(tiles, pairs: 0..<pass.pairCount, inputs, scratch)
                }
            }
        } else {
            let count = (tileCount + Self.sharedTiles - 1) / Self.sharedTiles
            let inputs = pass.inputMemory(for: min(tileCount, Self.sharedTiles))
            for part in 0..<count {
                let tiles = tileCount * part / count..<tileCount * (part + 1) / count
                context.parallel(pass.blockCount) { pass.transform(tiles, blocks: $0, into: inputs) }
                context.parallel(pass.pairCount) { pass.multiply(tiles, pairs: $0, inputs, pass.scratchMemory(for: tiles.count)) }
            }
        }
    }
}

/// One run of a convolution by tiles, which are numbered through all its jobs.
private struct WinogradPass: @unchecked Sendable {
    let jobs: [CnnsBlockedJob]
    private let weights: Tensor
    /// `nil` where they are transformed on the way.
    private let packed: PackedFilters?
    private let filters: CnnsFilters
    private let epilogue: Epilogue
    private let isPooled: Bool

    init(jobs: [CnnsBlockedJob], weights: Tensor, packed: PackedFilters?, epilogue: Epilogue, isPooled: Bool) {
        (self.jobs, self.weights, self.packed, self.epilogue, self.isPooled) = (jobs, weights, packed, epilogue, isPooled)
        filters = CnnsFilters(weights.shape, .blocked, window: nil)
    }

    /// Pairs of blocks of filters.
    var pairCount: Int { (filters.filterCount + 2 * MapBuffer.blockSize - 1) / (2 * MapBuffer.blockSize) }

    /// Blocks of channels of the input.
    var blockCount: Int { (filters.channelCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize }

    /// Room for the transforms of some tiles.
    func inputMemory(for tileCount: Int) -> TensorStorage {
        withUnsafePointer(to: filters) { TensorStorage(numberCount: cnns_winograd_inputs_count($0, tileCount)) }
    }

    /// Room for what the multiplication of some tiles leaves in between.
    func scratchMemory(for tileCount: Int) -> TensorStorage { TensorStorage(numberCount: cnns_winograd_scratch_count(tileCount)) }

    func transform(_ tiles: Range<Int>, blocks: Range<Int>, into inputs: TensorStorage) {
        withUnsafePointer(to: filters) {
            cnns_winograd_transform(jobs, $0, tiles.lowerBound, tiles.count, blocks.lowerBound, blocks.upperBound, inputs.numbers)
        }
    }

    func multiply(_ tiles: Range<Int>, pairs: Range<Int>, _ inputs: TensorStorage, _ scratch: TensorStorage) {
        let pitch = PackedFilters.transformedPairCount(of: weights)
        if let packed {
            withExtendedLifetime(packed) {
                multiply(tiles, pairs, packed.numbers.map { $0 + pairs.lowerBound * pitch }, inputs, scratch)
            }
        } else {
            let memory = TensorStorage(numberCount: pitch)
            for pair in pairs {
                PackedFilters.transform(weights, pairs: pair..<pair + 1, into: memory.numbers)
                multiply(tiles, pair..<pair + 1, UnsafePointer(memory.numbers), inputs, scratch)
            }
        }
    }

    /// - Parameter numbers: the transformed filters of these pairs.
    private func multiply(
        _ tiles: Range<Int>, _ pairs: Range<Int>, _ numbers: UnsafePointer<Float>?, _ inputs: TensorStorage, _ scratch: TensorStorage
    ) {
        epilogue.withKernelArguments { finish in
            withUnsafePointer(to: filters) {
                cnns_winograd_multiply(
                    jobs, $0, numbers, tiles.lowerBound, tiles.count, pairs.lowerBound, pairs.upperBound, finish, isPooled ? 1 : 0,
                    inputs.numbers, scratch.numbers)
            }
        }
    }
}

extension PackedFilters {
    /// Weights `[O, C, 3, 3]` as Winograd's convolution reads them, four times as many numbers; see `cnns_winograd_pack_filters`.
    ///
    /// - Parameter memory: where they go, of ``transformedByteCount(of:)`` bytes or more.
    init(transforming weights: Tensor, into memory: TensorStorage, in context: RunContext) {
        self.init(shape: weights.shape, layout: .blocked, storage: memory)
        withExtendedLifetime((weights.storage, memory)) {
            context.parallel(partCount) { pairs in
                Self.transform(
                    weights, pairs: pairs, into: memory.numbers.map { $0 + pairs.lowerBound * Self.transformedPairCount(of: weights) })
            }
        }
    }

    /// Transforms the weights of some pairs of blocks of filters, and lets go of them.
    static func transform(_ weights: Tensor, pairs: Range<Int>, into numbers: UnsafeMutablePointer<Float>?) {
        withUnsafePointer(to: CnnsFilters(weights.shape, .blocked, window: nil)) {
            cnns_winograd_pack_filters(weights.bytesInPlace.baseAddress, $0, pairs.lowerBound, pairs.upperBound, numbers)
        }
        weights.release(filtersOf: pairs)
    }

    static func transformedByteCount(of weights: Tensor) -> Int {
        withUnsafePointer(to: CnnsFilters(weights.shape, .blocked, window: nil)) {
            cnns_winograd_filters_count($0) * MemoryLayout<Float>.stride
        }
    }

    /// Numbers of one pair of blocks of transformed filters.
    static func transformedPairCount(of weights: Tensor) -> Int {
        withUnsafePointer(to: CnnsFilters(Shape([2 * MapBuffer.blockSize] + weights.shape.dimensions[1...]), .blocked, window: nil)) {
            cnns_winograd_filters_count($0)
        }
    }
}

extension TensorStorage {
    fileprivate convenience init(numberCount: Int) { self.init(byteCount: numberCount * MemoryLayout<Float>.stride) }

    fileprivate var numbers: UnsafeMutablePointer<Float>? { bytes.bindMemory(to: Float.self).baseAddress }
}
