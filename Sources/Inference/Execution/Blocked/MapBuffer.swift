import CKernels
import Tensors

/// Maps of one image over a rectangle of their places, in the layout that a kernel reads.
///
/// The rectangle may reach beyond the map, by the padding that the next operation's windows touch: what lies there is zero. Written
/// only while the operation runs that makes it.
struct MapBuffer: @unchecked Sendable {
    /// How the numbers lie.
    enum Layout {
        /// `[channel][row][column]`.
        case plain
        /// `[block][row][column][channel of the block]`; lanes of the last block that stand for no channel are of no account.
        case blocked
    }

    let layout: Layout
    let channelCount: Int
    /// The places it holds.
    let region: Region
    /// The number of the first block that it holds, as kernels count them.
    private var firstBlock = 0
    private let storage: TensorStorage
    private let byteOffset: Int

    /// Channels of a block.
    static let blockSize = Int(CNNS_BLOCK)

    /// Room for numbers that are not set yet.
    init(_ layout: Layout, channelCount: Int, region: Region) {
        self.layout = layout
        self.channelCount = channelCount
        self.region = region
        storage = TensorStorage(byteCount: Self.byteCount(layout, channelCount: channelCount, region: region))
        byteOffset = 0
    }

    /// Blocked maps in a part of some memory, which must hold them; the numbers are not set yet.
    init(channelCount: Int, region: Region, storage: TensorStorage, byteOffset: Int) {
        layout = .blocked
        self.channelCount = channelCount
        self.region = region
        self.storage = storage
        self.byteOffset = byteOffset
    }

    /// The same memory for rows and columns that lie elsewhere in a map, from row `row` on.
    func moved(toRow row: Int) -> MapBuffer {
        MapBuffer(self, region: Region(rows: row..<row + region.rows.count, columns: region.columns))
    }

    /// Whether it is another's memory, wherever in a map either stands.
    func isSameMemory(as other: MapBuffer) -> Bool { storage === other.storage && byteOffset == other.byteOffset }

    /// The same memory for some of the blocks of larger maps, of which the first one has the number `number`.
    func standing(forBlocksFrom number: Int) -> MapBuffer {
        var result = self
        result.firstBlock = number
        return result
    }

    private init(_ other: MapBuffer, region: Region) {
        (layout, channelCount, firstBlock) = (other.layout, other.channelCount, other.firstBlock)
        (storage, byteOffset) = (other.storage, other.byteOffset)
        self.region = region
    }

    /// How much memory maps take.
    static func byteCount(_ layout: Layout, channelCount: Int, region: Region) -> Int {
        let lanes = layout == .plain ? 1 : blockSize
        return (channelCount + lanes - 1) / lanes * lanes * region.area * MemoryLayout<Float>.stride
    }

    /// One image of a tensor `[N, C, h, w]`, without a copy.
    init(_ tensor: Tensor, image: Int = 0, at region: Region) {
        layout = .plain
        channelCount = tensor.shape[1]
        self.region = region
        storage = tensor.storage
        byteOffset = tensor.byteOffset + image * channelCount * region.area * MemoryLayout<Float>.stride
    }

    var blockCount: Int { layout == .plain ? channelCount : (channelCount + Self.blockSize - 1) / Self.blockSize }
    private var lanes: Int { layout == .plain ? 1 : Self.blockSize }

    /// Where a kernel finds the places from the first row and column of `part` on; valid as long as the buffer lives.
    func view(from part: Region) -> CnnsMapView {
        let place =
            (part.rows.lowerBound - region.rows.lowerBound) * region.columns.count
            + part.columns.lowerBound - region.columns.lowerBound
        let values = (storage.bytes.baseAddress.map { $0 + byteOffset })?.assumingMemoryBound(to: Float.self)
        let pitch = region.area * lanes
        return CnnsMapView(
            values: values.map { $0 + place * lanes - firstBlock * pitch }, rowPitch: region.columns.count * lanes, blockPitch: pitch)
    }

}

// MARK: - Copies

extension MapBuffer {
    /// Takes over what another buffer of as many channels holds of some places, which both must hold.
    func copy(_ part: Region, from other: MapBuffer) { copy(part, from: other, channels: 0..<channelCount) }

    /// The channels start at a multiple of the block size.
    private func copy(_ part: Region, from other: MapBuffer, channels: Range<Int>) {
        guard !part.isEmpty, !channels.isEmpty else { return }
        let channelCount = channels.count
        let blockCount = (channelCount + Self.blockSize - 1) / Self.blockSize
        var (source, target) = (other.view(from: part), view(from: part))
        source.values += channels.lowerBound / other.lanes * source.blockPitch
        target.values += channels.lowerBound / lanes * target.blockPitch
        withExtendedLifetime((storage, other.storage)) {
            switch (other.layout, layout) {
            case (.plain, .blocked): cnns_block_maps(&source, &target, channelCount, part.rows.count, part.columns.count)
            case (.blocked, .plain): cnns_unblock_maps(&source, &target, channelCount, part.rows.count, part.columns.count)
            case (.blocked, .blocked): cnns_copy_maps(&source, &target, blockCount, part.rows.count, part.columns.count)
            case (.plain, .plain):
                for channel in 0..<channelCount {
                    for row in 0..<part.rows.count {
                        let (from, to) = (
                            channel * source.blockPitch + row * source.rowPitch, channel * target.blockPitch + row * target.rowPitch
                        )
                        (target.values + to).update(from: source.values + from, count: part.columns.count)
                    }
                }
            }
        }
    }

    /// Sets all places but those of `done`, in blocks: to those of another buffer that holds a whole map, to zero beyond the map.
    func fillMargin(around done: Region, from map: MapBuffer?, mapShape: Region) {
        guard done != region else { return }
        var (target, all, inner) = (view(from: region), CnnsRectangle(region), CnnsRectangle(done))
        var source = map?.view(from: mapShape) ?? target
        let size = map == nil ? (0, 0) : (mapShape.rows.count, mapShape.columns.count)
        withExtendedLifetime((storage, map?.storage)) {
            cnns_fill_margin(&target, &all, &inner, &source, size.0, size.1, blockCount)
        }
    }

    /// Some of the places as a tensor `[1, C, h, w]`.
    func tensor(_ part: Region) -> Tensor {
        let shape: Shape = [1, channelCount, part.rows.count, part.columns.count]
        if layout == .plain, part == region {
            return Tensor(shape: shape, elementType: .float32, storage: storage, byteOffset: byteOffset)
        }
        let copy = MapBuffer(.plain, channelCount: channelCount, region: part)
        copy.copy(part, from: self)
        return Tensor(shape: shape, elementType: .float32, storage: copy.storage, byteOffset: 0)
    }
}

// MARK: - Tensors

extension MapBuffer {
    /// The images of a tensor `[N, C, H, W]` in blocks over a rectangle that holds their maps; zero beyond them.
    static func blocked(_ tensor: Tensor, region: Region, in context: RunContext) -> [MapBuffer] {
        guard let all = Region(all: tensor.shape) else { return [] }
        return (0..<tensor.shape[0]).map { image in
            let buffer = MapBuffer(.blocked, channelCount: tensor.shape[1], region: region)
            buffer.copy(all, from: MapBuffer(tensor, image: image, at: all), in: context)
            buffer.fillMargin(around: all, from: nil, mapShape: all)
            return buffer
        }
    }

    /// The tensor `[N, C, H, W]` whose images the buffers hold.
    static func tensor(_ buffers: [MapBuffer], all: Region, in context: RunContext) -> Tensor {
        let channelCount = buffers.first?.channelCount ?? 0
        let result = Tensor([buffers.count, channelCount, all.rows.count, all.columns.count]) { _ in }
        for (image, buffer) in buffers.enumerated() { MapBuffer(result, image: image, at: all).copy(all, from: buffer, in: context) }
        return result
    }

    /// Takes over some places, the channels shared out to threads.
    private func copy(_ part: Region, from other: MapBuffer, in context: RunContext) {
        let blockCount = (channelCount + Self.blockSize - 1) / Self.blockSize
        context.parallel(blockCount, grain: max(1, 20_000 / max(1, part.area))) { blocks in
            copy(part, from: other, channels: blocks.lowerBound * Self.blockSize..<min(channelCount, blocks.upperBound * Self.blockSize))
        }
    }
}

extension Region {
    /// Whether all places of another region are among these.
    func contains(_ other: Region) -> Bool {
        other.isEmpty
            || rows.lowerBound <= other.rows.lowerBound && rows.upperBound >= other.rows.upperBound
                && columns.lowerBound <= other.columns.lowerBound && columns.upperBound >= other.columns.upperBound
    }
}

extension CnnsRectangle {
    fileprivate init(_ region: Region) {
        self.init(
            firstRow: region.rows.lowerBound, endRow: region.rows.upperBound, firstColumn: region.columns.lowerBound,
            endColumn: region.columns.upperBound)
    }
}
