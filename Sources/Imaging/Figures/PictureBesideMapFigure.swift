import Tensors

/// The picture, and beside it a map of it at the same height.
package struct PictureBesideMapFigure {
    /// How the map is drawn.
    package var map: MapFigure

    package init(_ map: MapFigure) { self.map = map }

    private static let gap = 6

    /// Draws a picture and a plane `[H, W]`.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of plane: Tensor, beside picture: Image, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        var half = canvas
        half.widthInPixels = (canvas.widthInPixels - Self.gap) / 2
        let drawn = try map.figure(of: plane, on: half)
        half.heightInPixels = drawn.image.heightInPixels
        let left = try picture.convertedToRGB(over: canvas.background).fitted(to: half)
        var pixels = PixelCanvas(
            heightInPixels: drawn.image.heightInPixels, widthInPixels: left.widthInPixels + Self.gap + drawn.image.widthInPixels,
            filledWith: canvas.background)
        pixels.place(left, row: 0, column: 0)
        pixels.place(drawn, row: 0, column: left.widthInPixels + Self.gap)
        var source = drawn.source
        source?.layout = "picture beside a map"
        source?.parts.append(.picture(picture))
        return Figure(pixels, caption: drawn.caption, textTwin: drawn.textTwin, details: drawn.details, source: source)
    }
}
