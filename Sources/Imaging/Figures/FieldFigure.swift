/// A picture on which the part that a unit sees is bright and the rest dark, with the frame of its box and the padding beyond the edge.
package struct FieldFigure {
    /// Words at the caption's beginning.
    package var caption: String
    /// The box around all that the unit sees, in rows and columns of the picture; it may lie beyond the edges.
    package var rows: Range<Int>
    package var columns: Range<Int>
    /// For every pixel in row-major order whether the unit sees it.
    package var isSeen: [Bool]
    /// For every pixel how much it matters, `0...1`, drawn in colors over it; `nil` draws the picture itself.
    package var effects: [Double]?
    package var colormap: Colormap?

    package init(
        caption: String, rows: Range<Int>, columns: Range<Int>, isSeen: [Bool], effects: [Double]? = nil, colormap: Colormap? = nil
    ) {
        self.caption = caption
        self.rows = rows
        self.columns = columns
        self.isSeen = isSeen
        self.effects = effects
        self.colormap = colormap
    }

    /// Box and picture are shown together as long as that is at most this many times as long as the picture.
    private static let widestWindow = 3
    private static let frameColor = RGB(255, 160, 40)
    private static let hatchColors = (RGB(92, 92, 104), RGB(66, 66, 76))

    /// Draws the field over a picture that has as many pixels as `isSeen`.
    ///
    /// - Throws: ``FigureError``.
    package func figure(over picture: Image, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let (height, width) = (picture.heightInPixels, picture.widthInPixels)
        guard height > 0, width > 0, isSeen.count == height * width else { throw .empty(shape: [height, width]) }
        let window = (rows: Self.window(rows, over: height), columns: Self.window(columns, over: width))
        guard canvas.heightInPixels > 0, canvas.widthInPixels > 0 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        let scale = Self.scale(window.rows.count, window.columns.count, canvas)
        let rowAxis = DrawnAxis(window.rows, scale: scale)
        let columnAxis = DrawnAxis(window.columns, scale: scale)
        let (shownRows, shownColumns) = (rowAxis.drawn(0..<height), columnAxis.drawn(0..<width))
        let backdrop = picture.convertedToRGB(over: canvas.background).resampled(
            heightInPixels: shownRows.count, widthInPixels: shownColumns.count, filter: scale >= 1 ? .nearest : .bicubic)
        var colors: [RGB] = []
        colors.reserveCapacity(rowAxis.length * columnAxis.length)
        for y in 0..<rowAxis.length {
            for x in 0..<columnAxis.length {
                let (row, column) = (rowAxis.place(y), columnAxis.place(x))
                if (0..<height).contains(row), (0..<width).contains(column) {
                    let below = backdrop.color(row: y - shownRows.lowerBound, column: x - shownColumns.lowerBound)
                    colors.append(color(of: row * width + column, row, column, below))
                } else if rows.contains(row), columns.contains(column) {
                    colors.append((x + y) / 3 % 2 == 0 ? Self.hatchColors.0 : Self.hatchColors.1)
                } else {
                    colors.append(canvas.background)
                }
            }
        }
        var pixels = PixelCanvas(heightInPixels: rowAxis.length, widthInPixels: columnAxis.length, filledWith: canvas.background)
        pixels.paint(colors, widthInCells: columnAxis.length, scale: 1, row: 0, column: 0)
        drawFrame(&pixels, rowAxis, columnAxis)
        let seen = FigureSource.Numbers.list(isSeen.map { $0 ? 1 : 0 })
        return Figure(
            pixels, caption: caption + words(window.rows, window.columns, height, width), textTwin: [],
            source: FigureSource(
                "field over a picture", colormap: colormap, parts: [.picture(picture), seen] + (effects.map { [.list($0)] } ?? [])))
    }

    /// The color of a pixel of the picture: as it is where the unit sees it, dark elsewhere, a little less so between what it sees.
    private func color(of place: Int, _ row: Int, _ column: Int, _ below: RGB) -> RGB {
        guard isSeen[place] else {
            return below.mixed(with: .black, share: rows.contains(row) && columns.contains(column) ? 0.6 : 0.78)
        }
        guard let effects, let colormap else { return below }
        return below.mixed(with: colormap.color(at: effects[place]), share: 0.2 + 0.7 * min(max(effects[place], 0), 1))
    }

    /// The sides of the box that are within what is drawn.
    private func drawFrame(_ pixels: inout PixelCanvas, _ rowAxis: DrawnAxis, _ columnAxis: DrawnAxis) {
        let (vertical, horizontal) = (rowAxis.drawn(rows), columnAxis.drawn(columns))
        func side(_ rows: Range<Int>, _ columns: Range<Int>) {
            pixels.fill(
                row: rows.lowerBound, column: columns.lowerBound, heightInPixels: rows.count, widthInPixels: columns.count,
                with: Self.frameColor)
        }
        if rows.lowerBound >= rowAxis.range.lowerBound { side(vertical.prefix(1), horizontal) }
        if rows.upperBound <= rowAxis.range.upperBound { side(vertical.suffix(1), horizontal) }
        if columns.lowerBound >= columnAxis.range.lowerBound { side(vertical, horizontal.prefix(1)) }
        if columns.upperBound <= columnAxis.range.upperBound { side(vertical, horizontal.suffix(1)) }
    }

    private func words(_ shownRows: Range<Int>, _ shownColumns: Range<Int>, _ height: Int, _ width: Int) -> String {
        var words = ", bright what the unit sees"
        let reachesOut = rows.lowerBound < 0 || columns.lowerBound < 0 || rows.upperBound > height || columns.upperBound > width
        if reachesOut { words += ", padding hatched" }
        let isCut = rows.clamped(to: shownRows) != rows || columns.clamped(to: shownColumns) != columns
        if isCut { words += ", its box cut in the figure" }
        return words
    }

    /// What is drawn along an axis: the picture, and the box as far as there is room for it.
    private static func window(_ box: Range<Int>, over extent: Int) -> Range<Int> {
        let both = min(0, box.lowerBound)..<max(extent, box.upperBound)
        let margin = (widestWindow - 1) * extent / 2
        return both.clamped(to: -margin..<extent + margin)
    }

    /// Pixels of the figure for one of the picture: a whole number where that fits.
    private static func scale(_ height: Int, _ width: Int, _ canvas: FigureCanvas) -> Double {
        let scale = min(Double(canvas.heightInPixels) / Double(height), Double(canvas.widthInPixels) / Double(width))
        return scale >= 1 ? scale.rounded(.down) : scale
    }
}

/// An axis of the picture's pixels as it lies on the figure.
private struct DrawnAxis {
    /// The places that are drawn.
    let range: Range<Int>
    let scale: Double
    /// Pixels of the figure.
    let length: Int

    init(_ range: Range<Int>, scale: Double) {
        self.range = range
        self.scale = scale
        length = max(1, Int(Double(range.count) * scale))
    }

    /// The place that a pixel of the figure shows.
    func place(_ pixel: Int) -> Int {
        range.lowerBound + min(range.count - 1, Int((Double(pixel) + 0.5) / scale))
    }

    /// The pixels of the figure that show places of a range; where it has any, at least one.
    func drawn(_ places: Range<Int>) -> Range<Int> {
        func pixel(_ place: Int) -> Int { min(max(0, Int((Double(place - range.lowerBound) * scale).rounded())), length) }
        let (start, end) = (pixel(places.lowerBound), pixel(places.upperBound))
        return min(start, length - 1)..<max(end, min(start, length - 1) + 1)
    }
}

extension Image {
    /// The color of a pixel of an RGB picture; the nearest one for a place beyond its edges.
    fileprivate func color(row: Int, column: Int) -> RGB {
        let (row, column) = (min(max(row, 0), heightInPixels - 1), min(max(column, 0), widthInPixels - 1))
        let start = (row * widthInPixels + column) * 3
        return RGB(samples[start], samples[start + 1], samples[start + 2])
    }
}
