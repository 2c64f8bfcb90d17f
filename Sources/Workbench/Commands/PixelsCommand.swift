import Imaging
import Language

/// `pixels [@R,C] [size N]`: the picture as the numbers it is.
enum PixelsCommand: Command {
    static let name = "pixels"
    static let summary = "shows a part of the picture as its numbers, colored, per channel"
    static let signature = Signature(
        [.optional("PLACE", .address, "the top left corner, '@ROW,COLUMN'; the middle of the picture where nothing is said")],
        clauses: [.clause("size", "N", .integer(1...64), "rows and columns, 8 where nothing is said")])
    static let examples = [
        Example("pixels", "the middle of the picture", after: "load digit-7"),
        Example("pixels @4,6 size 12", "twelve rows and columns from row 4, column 6", after: "load digit-7"),
    ]

    private static let standardSize = 8

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let figure = try arguments.located(at: "PLACE") { () throws -> Figure in
            try Self.figure(at: arguments.address("PLACE"), size: arguments.integer("size"), in: session)
        }
        try session.show(figure)
        return nil
    }

    /// The figure of the part that begins at an address's row and column.
    static func figure(at address: Address?, size: Int?, in session: Session) throws -> Figure {
        let loaded = try session.lab.requireImage()
        let size = min(size ?? standardSize, 64)
        if let address, address.row == nil || address.layer != nil || address.channel != nil {
            throw Diagnostic("expected a place such as '@12,20', found '\(address)'")
        }
        let middle = (row: max(0, (loaded.image.heightInPixels - size) / 2), column: max(0, (loaded.image.widthInPixels - size) / 2))
        return try PixelNumbersFigure(
            title: "pixels of \(loaded.name)", row: address?.row ?? middle.row, column: address?.column ?? middle.column, size: size
        ).figure(of: loaded.image, on: session.canvas)
    }
}
