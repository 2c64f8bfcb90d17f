import Imaging

/// Four pixels a cell, two of them side by side, in two colors: twice as fine across as half blocks.
///
/// Needs a font with the quadrants U+2596...U+259F; those of terminals mostly have them.
package enum QuadrantsEncoder: GraphicsEncoder {
    package static let name = "quadrants"
    package static let oversampling = 2
    package static let isText = true

    package static func pixelsPerCell(of cell: CellSize) -> CellSize {
        CellSize(heightInPixels: 4, widthInPixels: 2, origin: cell.origin)
    }

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        guard let reduced = image.reduced(rowsTo: 2, of: 4, columnsTo: 2, of: 2) else { return [] }
        return CellArt.quadrants.encode(PackedPixels(reduced, over: placement.background), placement)
    }
}
