import Inference
import Tensors

/// Where squares lie over a picture: row by row, a stride apart.
struct OcclusionGrid: Sendable {
    let rowStarts: [Int]
    let columnStarts: [Int]
    let channelCount: Int
    private let size: (height: Int, width: Int)
    private let picture: (height: Int, width: Int)
    private let channelsAreLast: Bool

    /// `nil` where the shape is not that of a picture `[1, C, H, W]` or `[1, H, W, C]`, or where size or stride do not fit it.
    init?(_ shape: Shape, size: (height: Int, width: Int), stride: (down: Int, across: Int)) {
        guard shape.rank == 4, shape[0] == 1 else { return nil }
        channelsAreLast = !(1...4).contains(shape[1]) && (1...4).contains(shape[3])
        picture = channelsAreLast ? (shape[1], shape[2]) : (shape[2], shape[3])
        channelCount = channelsAreLast ? shape[3] : shape[1]
        guard (1...picture.height).contains(size.height), (1...picture.width).contains(size.width), stride.down >= 1, stride.across >= 1
        else { return nil }
        self.size = size
        rowStarts = Self.starts(extent: picture.height, size: size.height, stride: stride.down)
        columnStarts = Self.starts(extent: picture.width, size: size.width, stride: stride.across)
    }

    /// As many starts as it takes to cover the axis.
    private static func starts(extent: Int, size: Int, stride: Int) -> [Int] {
        let (steps, rest) = (extent - size).quotientAndRemainder(dividingBy: stride)
        return (0...(rest == 0 ? steps : steps + 1)).map { $0 * stride }.filter { $0 < extent }
    }

    var count: Int { rowStarts.count * columnStarts.count }

    /// A square in the middle, whose change reaches farthest; `nil` where squares cannot be followed.
    var largestRegion: Region? {
        channelsAreLast ? nil : region(rowStarts.count / 2 * columnStarts.count + columnStarts.count / 2)
    }

    /// The square at a position, as far as it lies on the picture.
    func region(_ position: Int) -> Region {
        let (row, column) = position.quotientAndRemainder(dividingBy: columnStarts.count)
        let (top, left) = (rowStarts[row], columnStarts[column])
        return Region(
            rows: top..<min(picture.height, top + size.height), columns: left..<min(picture.width, left + size.width))
    }

    /// The covered square of the picture, or the whole picture with it where its channels come last.
    func patch(_ position: Int, of picture: Tensor, fill: [Float]) -> Patch {
        let region = region(position)
        guard channelsAreLast else {
            let shape: Shape = [1, channelCount, region.rows.count, region.columns.count]
            return Patch(Tensor(shape, fill.flatMap { [Float](repeating: $0, count: region.area) }), at: region)
        }
        let width = picture.shape[2]
        return Patch(
            Tensor(picture.shape) { pixels in
                withExtendedLifetime(picture.storage) { _ = pixels.initialize(from: picture.floatElements) }
                for row in region.rows {
                    for column in region.columns {
                        for channel in 0..<channelCount { pixels[(row * width + column) * channelCount + channel] = fill[channel] }
                    }
                }
            })
    }
}
