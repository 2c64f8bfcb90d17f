/// Pictures of any sizes in rows and columns, all at one scale, with words under each.
package struct PictureGridFigure {
    /// The caption.
    package var title: String
    /// The lines under each picture.
    package var labels: [[String]]
    package var columns: Int?
    /// The longer side of the largest picture in pixels; `nil` for as large as fits.
    package var sizeInPixels: Int?

    package init(title: String, labels: [[String]], columns: Int? = nil, sizeInPixels: Int? = nil) {
        self.title = title
        self.labels = labels
        self.columns = columns
        self.sizeInPixels = sizeInPixels
    }

    /// Draws the pictures, small ones enlarged by a whole factor, large ones reduced; each stands in the middle of its cell.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of pictures: [Image], on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let height = pictures.map(\.heightInPixels).max() ?? 0
        let width = pictures.map(\.widthInPixels).max() ?? 0
        guard height > 0, width > 0 else { throw .empty(shape: [pictures.count, height, width]) }
        let lineHeight = canvas.label("0").heightInPixels
        let lineCount = labels.map(\.count).max() ?? 0
        let layout = try GridLayout(
            GridLayout.Request(
                count: pictures.count, height: height, width: width, rows: nil, columns: columns, sizeInPixels: sizeInPixels,
                labelHeightInPixels: lineCount * lineHeight + (lineCount > 0 ? 1 : 0)), on: canvas)
        var pixels = PixelCanvas(heightInPixels: layout.heightInPixels, widthInPixels: layout.widthInPixels, filledWith: canvas.background)
        for (cell, picture) in pictures.enumerated() where picture.heightInPixels > 0 && picture.widthInPixels > 0 {
            let image = Self.scaled(picture.convertedToRGB(over: canvas.background), layout.scale)
            let corner = layout.corner(cell)
            pixels.place(
                image, row: corner.row + (layout.cellHeightInPixels - image.heightInPixels) / 2,
                column: corner.column + (layout.cellWidthInPixels - image.widthInPixels) / 2)
            for (line, text) in (cell < labels.count ? labels[cell] : []).enumerated() {
                pixels.write(
                    canvas.label(text),
                    row: corner.row + layout.cellHeightInPixels + 1 + line * lineHeight, column: corner.column, in: canvas.foreground,
                    widestInPixels: layout.cellWidthInPixels)
            }
        }
        let lines = zip(labels, pictures).map {
            "  \($0.joined(separator: " ")): \($1.heightInPixels)x\($1.widthInPixels), \(PictureSummary(picture: $1).meanColor)"
        }
        return Figure(
            pixels, caption: "\(title)\(layout.scale.description), samples 0..255", textTwin: lines,
            source: FigureSource("grid of \(layout.rows)x\(layout.columns)", parts: pictures.map { .picture($0) }))
    }

    private static func scaled(_ picture: Image, _ scale: MapScale) -> Image {
        let (height, width) = (scale.pixels(picture.heightInPixels), scale.pixels(picture.widthInPixels))
        guard height != picture.heightInPixels || width != picture.widthInPixels else { return picture }
        let isEnlarged = height > picture.heightInPixels
        return picture.resampled(heightInPixels: height, widthInPixels: width, filter: isEnlarged ? .nearest : .bicubic)
    }
}
