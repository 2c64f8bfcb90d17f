import CKernels
import Tensors

/// A ``MapBuffer`` as threads work on it: where its maps lie, without a hold on the memory.
///
/// Threads that count references to one piece of memory wait for one another, which takes longer than many a piece of work. Valid as long
/// as the memory is kept, which whoever shares the work out sees to.
struct MapView: @unchecked Sendable {
    let layout: MapBuffer.Layout
    let channelCount: Int
    /// The places it holds.
    private(set) var region: Region
    /// The number of the first block that it holds, as kernels count them.
    private var firstBlock = 0
    private let start: UnsafeMutablePointer<Float>?

    init(_ layout: MapBuffer.Layout, channelCount: Int, region: Region, in storage: TensorStorage, byteOffset: Int = 0) {
        (self.layout, self.channelCount, self.region) = (layout, channelCount, region)
        start = (storage.bytes.baseAddress.map { $0 + byteOffset })?.assumingMemoryBound(to: Float.self)
    }

    /// The same memory for rows and columns that lie elsewhere in a map, from row `row` on.
    func moved(toRow row: Int) -> MapView {
        var result = self
        result.region = Region(rows: row..<row + region.rows.count, columns: region.columns)
        return result
    }

    /// The same memory for some of the blocks of larger maps, of which the first one has the number `number`.
    func standing(forBlocksFrom number: Int) -> MapView {
        var result = self
        result.firstBlock = number
        return result
    }

    /// Whether it is another's memory, wherever in a map either stands.
    func isSameMemory(as other: MapView) -> Bool { start == other.start }

    /// Where it lies in the memory that it was made in.
    func byteOffset(in storage: TensorStorage) -> Int {
        guard let start, let first = storage.bytes.baseAddress else { return 0 }
        return UnsafeRawPointer(start) - UnsafeRawPointer(first)
    }

    var blockCount: Int { layout == .plain ? channelCount : (channelCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize }
    private var lanes: Int { layout == .plain ? 1 : MapBuffer.blockSize }

    /// Where a kernel finds the places from the first row and column of `part` on.
    func kernelView(from part: Region) -> CnnsMapView {
        let place =
            (part.rows.lowerBound - region.rows.lowerBound) * region.columns.count
            + part.columns.lowerBound - region.columns.lowerBound
        let pitch = region.area * lanes
        return CnnsMapView(
            values: start.map { $0 + place * lanes - firstBlock * pitch }, rowPitch: region.columns.count * lanes, blockPitch: pitch)
    }
}

// MARK: - Copies

extension MapView {
    /// Takes over what another view of as many channels holds of some places, which both must hold.
    ///
    /// - Parameter channels: of those to copy, starting at a multiple of the block size; all without them.
    func copy(_ part: Region, from other: MapView, channels: Range<Int>? = nil) {
        let channels = channels ?? 0..<channelCount
        guard !part.isEmpty, !channels.isEmpty else { return }
        let blockCount = (channels.count + MapBuffer.blockSize - 1) / MapBuffer.blockSize
        var (source, target) = (other.kernelView(from: part), kernelView(from: part))
        source.values += channels.lowerBound / other.lanes * source.blockPitch
        target.values += channels.lowerBound / lanes * target.blockPitch
        switch (other.layout, layout) {
        case (.plain, .blocked): cnns_block_maps(&source, &target, channels.count, part.rows.count, part.columns.count)
        case (.blocked, .plain): cnns_unblock_maps(&source, &target, channels.count, part.rows.count, part.columns.count)
        case (.blocked, .blocked): cnns_copy_maps(&source, &target, blockCount, part.rows.count, part.columns.count)
        case (.plain, .plain):
            for channel in 0..<channels.count {
                for row in 0..<part.rows.count {
                    let from = source.values + channel * source.blockPitch + row * source.rowPitch
                    (target.values + channel * target.blockPitch + row * target.rowPitch).update(from: from, count: part.columns.count)
                }
            }
        }
    }

    /// Sets all numbers to zero.
    func clear() { start?.update(repeating: 0, count: blockCount * lanes * region.area) }

    /// Sets all places but those of `done`, in blocks: to those of another view that holds a whole map, to zero beyond the map.
    func fillMargin(around done: Region, from map: MapView?, mapShape: Region) {
        guard done != region else { return }
        var (target, all, inner) = (kernelView(from: region), CnnsRectangle(region), CnnsRectangle(done))
        var source = map?.kernelView(from: mapShape) ?? target
        let size = map == nil ? (0, 0) : (mapShape.rows.count, mapShape.columns.count)
        cnns_fill_margin(&target, &all, &inner, &source, size.0, size.1, blockCount)
    }
}

extension CnnsRectangle {
    fileprivate init(_ region: Region) {
        self.init(
            firstRow: region.rows.lowerBound, endRow: region.rows.upperBound, firstColumn: region.columns.lowerBound,
            endColumn: region.columns.upperBound)
    }
}
