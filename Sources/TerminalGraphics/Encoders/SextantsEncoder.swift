import Imaging

/// Six pixels a cell, three rows of two, in two colors.
///
/// Needs the sextants U+1FB00...U+1FB3B of Unicode 13: kitty, foot, WezTerm, Konsole and VTE draw them themselves, elsewhere it is the
/// font that must have them.
package enum SextantsEncoder: GraphicsEncoder {
    package static let name = "sextants"
    package static let isText = true

    package static func pixelsPerCell(of cell: CellSize) -> CellSize {
        CellSize(heightInPixels: 12, widthInPixels: 6, origin: cell.origin)
    }

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        guard let reduced = image.reduced(rowsTo: 3, of: 12, columnsTo: 2, of: 6) else { return [] }
        return CellArt.sextants.encode(PackedPixels(reduced, over: placement.background), placement)
    }
}
