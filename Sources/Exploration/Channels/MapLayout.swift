import Tensors

/// How the channels of a value lie in memory: `[1, C, H, W]`, a sequence `[1, C, L]` as maps of one row, features `[1, C]` as maps of one
/// number.
package struct MapLayout: Sendable, Equatable {
    package let channelCount: Int
    package let height: Int
    package let width: Int

    /// `nil` where the value is no batch of one with channels.
    package init?(_ shape: Shape) {
        guard shape.rank >= 2, shape[0] == 1, shape.elementCount > 0 else { return nil }
        channelCount = shape[1]
        width = shape.rank > 2 ? shape[shape.rank - 1] : 1
        height = shape.dimensions.dropFirst(2).dropLast().reduce(1, *)
    }

    /// The numbers of one map.
    package var area: Int { height * width }
}
