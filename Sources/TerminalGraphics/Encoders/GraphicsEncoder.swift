import Imaging

/// Turns pictures into the bytes of one terminal graphics protocol.
///
/// An encoder writes the picture only; where it lands and where the cursor goes after it is the matter of `FigurePresenter`.
package protocol GraphicsEncoder: Sendable {
    /// What `--graphics` and `set graphics` call the protocol.
    static var name: String { get }

    /// Pictures come out with a height that is a multiple of this, in pixels; the rows added have the background's color.
    static var heightMultiple: Int { get }

    /// The size in pixels of what the terminal shows in one of its cells.
    static func pixelsPerCell(of cell: CellSize) -> CellSize

    /// How many times finer than the picture figures are to be drawn before they are scaled down to it.
    static var oversampling: Int { get }

    /// Whether pictures are lines of characters, each ended by CR LF but for the last.
    static var isText: Bool { get }

    /// The picture's bytes; the cursor is where the picture's upper left corner goes.
    ///
    /// An image without pixels gives no bytes; alpha is blended over the placement's background.
    static func encode(_ image: Image, _ placement: Placement) -> [UInt8]
}

extension GraphicsEncoder {
    package static var heightMultiple: Int { 1 }

    package static var oversampling: Int { 1 }

    package static var isText: Bool { false }

    package static func pixelsPerCell(of cell: CellSize) -> CellSize { cell }
}

/// What an encoder must know of the place a picture goes to.
package struct Placement: Sendable, Equatable {
    /// The rows of the screen that the picture takes.
    package var heightInCells: Int
    /// The columns of the screen that the picture takes.
    package var widthInCells: Int
    /// What shows through transparent pixels and fills the rows that a protocol adds.
    package var background: RGB
    /// How many colors a protocol with a palette may use, `2...256`.
    package var colorRegisterCount: Int
    /// Whether the cell's size in pixels is known, so that the picture may be shown pixel by pixel.
    package var isCellSizeKnown: Bool
    /// How a picture gets to a terminal that shows kitty graphics.
    package var kitty = KittyDelivery()
    /// Whether iTerm2's pictures may come in parts.
    package var takesMultipart = false
    /// The colors that text may have.
    package var colorDepth = ColorDepth.direct

    package init(
        heightInCells: Int, widthInCells: Int, background: RGB = RGB(0, 0, 0), colorRegisterCount: Int = 256, isCellSizeKnown: Bool = true
    ) {
        self.heightInCells = heightInCells
        self.widthInCells = widthInCells
        self.background = background
        self.colorRegisterCount = min(max(colorRegisterCount, 2), 256)
        self.isCellSizeKnown = isCellSizeKnown
    }
}
