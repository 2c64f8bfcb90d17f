import Tensors

/// Pictures side by side, each with a word under it.
package struct RowFigure {
    /// Words at the caption's beginning.
    package var title: String
    /// What stands under each picture.
    package var labels: [String]
    /// The longer side of each picture in pixels; `nil` for as large as fits.
    package var sizeInPixels: Int?

    package init(title: String, labels: [String], sizeInPixels: Int? = nil) {
        self.title = title
        self.labels = labels
        self.sizeInPixels = sizeInPixels
    }

    private static let gap = 4
    /// Draws the pictures in a row, each as large as its share of the canvas allows.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of pictures: [Image], on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard !pictures.isEmpty else { throw .empty(shape: [0]) }
        let masks = labels.map { canvas.label($0) }
        let labelHeight = (masks.map(\.heightInPixels).max() ?? 0) + 2
        var cell = canvas
        cell.widthInPixels = (canvas.widthInPixels - (pictures.count - 1) * Self.gap) / pictures.count
        cell.heightInPixels = canvas.heightInPixels - labelHeight
        var images: [Image] = []
        for picture in pictures {
            images.append(try picture.convertedToRGB(over: canvas.background).fitted(to: cell, longerSideInPixels: sizeInPixels))
        }
        let height = images.map(\.heightInPixels).max() ?? 0
        let width = images.reduce((pictures.count - 1) * Self.gap) { $0 + $1.widthInPixels }
        var pixels = PixelCanvas(heightInPixels: height + labelHeight, widthInPixels: width, filledWith: canvas.background)
        var column = 0
        for (index, image) in images.enumerated() {
            pixels.place(image, row: 0, column: column)
            if index < masks.count {
                pixels.write(masks[index], row: height + 2, column: column, in: canvas.foreground, widestInPixels: image.widthInPixels)
            }
            column += image.widthInPixels + Self.gap
        }
        let sizes = zip(labels, pictures).map {
            "  \($0): \($1.heightInPixels)x\($1.widthInPixels), \(PictureSummary(picture: $1).meanColor)"
        }
        return Figure(
            pixels, caption: "\(title), \(pictures.count == 1 ? "a picture" : "\(pictures.count) pictures"), samples 0..255",
            textTwin: sizes, source: FigureSource("row", parts: pictures.map { .picture($0) }))
    }
}
