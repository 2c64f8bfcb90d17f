import CKernels
import Tensors

/// Maps of one image over a rectangle of their places, in the layout that a kernel reads.
///
/// The rectangle may reach beyond the map, by the padding that the next operation's windows touch: what lies there is zero. Written
/// only while the operation runs that makes it.
struct MapBuffer: Sendable {
    /// How the numbers lie.
    enum Layout {
        /// `[channel][row][column]`.
        case plain
        /// `[block][row][column][channel of the block]`; lanes of the last block that stand for no channel are of no account.
        case blocked
    }

    /// Where the maps lie.
    let view: MapView
    private let storage: TensorStorage

    /// Channels of a block.
    static let blockSize = Int(CNNS_BLOCK)

    /// Room for numbers that are not set yet.
    init(_ layout: Layout, channelCount: Int, region: Region) {
        storage = TensorStorage(byteCount: Self.byteCount(layout, channelCount: channelCount, region: region))
        view = MapView(layout, channelCount: channelCount, region: region, in: storage)
    }

    /// Blocked maps in a part of some memory, which must hold them; the numbers are not set yet.
    init(channelCount: Int, region: Region, storage: TensorStorage, byteOffset: Int) {
        self.storage = storage
        view = MapView(.blocked, channelCount: channelCount, region: region, in: storage, byteOffset: byteOffset)
    }

    /// One image of a tensor `[N, C, h, w]`, without a copy.
    init(_ tensor: Tensor, image: Int = 0, at region: Region) {
        storage = tensor.storage
        view = MapView(
            .plain, channelCount: tensor.shape[1], region: region, in: storage,
            byteOffset: tensor.byteOffset + image * tensor.shape[1] * region.area * MemoryLayout<Float>.stride)
    }

    var layout: Layout { view.layout }
    var channelCount: Int { view.channelCount }
    /// The places it holds.
    var region: Region { view.region }

    /// How much memory maps take.
    static func byteCount(_ layout: Layout, channelCount: Int, region: Region) -> Int {
        let lanes = layout == .plain ? 1 : blockSize
        return (channelCount + lanes - 1) / lanes * lanes * region.area * MemoryLayout<Float>.stride
    }
}

// MARK: - Copies

extension MapBuffer {
    /// Takes over what another buffer of as many channels holds of some places, which both must hold.
    func copy(_ part: Region, from other: MapBuffer) {
        withExtendedLifetime((storage, other.storage)) { view.copy(part, from: other.view) }
    }

    /// Sets all places but those of `done`, in blocks: to those of another buffer that holds a whole map, to zero beyond the map.
    func fillMargin(around done: Region, from map: MapBuffer?, mapShape: Region) {
        withExtendedLifetime((storage, map?.storage)) { view.fillMargin(around: done, from: map?.view, mapShape: mapShape) }
    }

    /// Some of the places as a tensor `[1, C, h, w]`.
    func tensor(_ part: Region) -> Tensor {
        let shape: Shape = [1, channelCount, part.rows.count, part.columns.count]
        if layout == .plain, part == region {
            return Tensor(shape: shape, elementType: .float32, storage: storage, byteOffset: view.byteOffset(in: storage))
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
        withExtendedLifetime((storage, other.storage)) {
            context.parallel(blockCount, grain: max(1, 20_000 / max(1, part.area))) { [view, source = other.view] blocks in
                let channels = blocks.lowerBound * Self.blockSize..<min(view.channelCount, blocks.upperBound * Self.blockSize)
                view.copy(part, from: source, channels: channels)
            }
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
