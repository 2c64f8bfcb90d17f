/// A rectangle of RGB pixels that figures are painted on, and the record of what was painted.
struct PixelCanvas {
    let heightInPixels: Int
    let widthInPixels: Int
    private var samples: [UInt8]
    private(set) var drawing: Drawing

    init(heightInPixels: Int, widthInPixels: Int, filledWith color: RGB) {
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        drawing = Drawing(heightInPixels: heightInPixels, widthInPixels: widthInPixels, background: color)
        samples = [UInt8](repeating: color.red, count: heightInPixels * widthInPixels * 3)
        if color.green != color.red || color.blue != color.red, heightInPixels > 0 {
            paintRectangle(row: 0, column: 0, heightInPixels: 1, widthInPixels: widthInPixels, with: color)
            repeatLine(at: 0, byteCount: widthInPixels * 3, times: heightInPixels - 1)
        }
    }

    var image: Image { Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: 3, samples: samples) }

    /// Fills a rectangle; what lies outside the canvas is left out.
    mutating func fill(row: Int, column: Int, heightInPixels height: Int, widthInPixels width: Int, with color: RGB) {
        guard height > 0, width > 0 else { return }
        drawing.marks.append(.rectangle(row: row, column: column, heightInPixels: height, widthInPixels: width, color))
        paintRectangle(row: row, column: column, heightInPixels: height, widthInPixels: width, with: color)
    }

    /// Draws the border of a rectangle; what lies outside the canvas is left out.
    mutating func outline(row: Int, column: Int, heightInPixels height: Int, widthInPixels width: Int, with color: RGB) {
        fill(row: row, column: column, heightInPixels: 1, widthInPixels: width, with: color)
        fill(row: row + height - 1, column: column, heightInPixels: 1, widthInPixels: width, with: color)
        fill(row: row, column: column, heightInPixels: height, widthInPixels: 1, with: color)
        fill(row: row, column: column + width - 1, heightInPixels: height, widthInPixels: 1, with: color)
    }

    /// Paints cells, each `scale` pixels wide and high; `colors` is `[height, width]` in cells.
    mutating func paint(_ colors: [RGB], widthInCells: Int, scale: Int, row: Int, column: Int) {
        guard widthInCells > 0, !colors.isEmpty else { return }
        let cells = [UInt8](unsafeUninitializedCapacity: colors.count * 3) { cells, count in
            for (index, color) in colors.enumerated() {
                (cells[3 * index], cells[3 * index + 1], cells[3 * index + 2]) = (color.red, color.green, color.blue)
            }
            count = colors.count * 3
        }
        let image = Image(
            heightInPixels: colors.count / widthInCells, widthInPixels: widthInCells, channelCount: 3, samples: cells)
        place(image, scale: scale, row: row, column: column)
    }

    /// Copies an RGB picture onto the canvas, each sample a square of `scale` pixels a side; what lies outside is left out.
    mutating func place(_ image: Image, scale: Int = 1, row: Int, column: Int) {
        drawing.marks.append(.picture(row: row, column: column, scale: scale, image))
        let fits = row >= 0 && column >= 0 && row + image.heightInPixels * scale <= heightInPixels
        guard fits, column + image.widthInPixels * scale <= widthInPixels else {
            return paintCut(image, scale: scale, row: row, column: column)
        }
        for y in 0..<image.heightInPixels {
            let first = offset(row: row + y * scale, column: column)
            paintLine(y, of: image, scale: scale, at: first)
            repeatLine(at: first, byteCount: image.widthInPixels * 3 * scale, times: scale - 1)
        }
    }

    /// Copies another canvas onto this one, what it is made of included; it must lie inside.
    mutating func place(_ other: PixelCanvas, row: Int, column: Int) {
        place(other.image, drawing: other.drawing, row: row, column: column)
    }

    /// Copies a finished figure onto the canvas, what it is made of included; it must lie inside.
    mutating func place(_ figure: Figure, row: Int, column: Int) {
        place(figure.image, drawing: figure.drawing, row: row, column: column)
    }

    private mutating func place(_ image: Image, drawing: Drawing, row: Int, column: Int) {
        let marks = self.drawing.marks
        place(image, row: row, column: column)
        let background = Drawing.Mark.rectangle(
            row: row, column: column, heightInPixels: image.heightInPixels, widthInPixels: image.widthInPixels, drawing.background)
        self.drawing.marks = marks + [background] + drawing.marks.map { $0.moved(rows: row, columns: column) }
    }

    /// Writes a line of text, its top left corner at a place; what is wider than `widestInPixels` is cut.
    mutating func write(_ text: TextMask, row: Int, column: Int, in color: RGB, widestInPixels: Int = .max) {
        drawing.marks.append(.text(text.line, row: row, column: column, widestInPixels: widestInPixels, color))
        for y in 0..<text.heightInPixels where (0..<heightInPixels).contains(row + y) {
            for x in 0..<max(0, min(text.widthInPixels, widestInPixels))
            where text.isInk(row: y, column: x) && (0..<widthInPixels).contains(column + x) {
                setPixel(row: row + y, column: column + x, to: color)
            }
        }
    }

    /// Draws lines, the mask's top left corner at a place.
    mutating func draw(_ strokes: StrokeMask, row: Int, column: Int, in color: RGB) {
        let mark = Drawing.Mark.strokes(strokes.lines, lineWidthInPixels: strokes.lineWidthInPixels, isDashed: strokes.isDashed, color)
        drawing.marks.append(mark.moved(rows: row, columns: column))
        for y in 0..<strokes.heightInPixels where (0..<heightInPixels).contains(row + y) {
            for x in 0..<strokes.widthInPixels where strokes.isInk(row: y, column: x) && (0..<widthInPixels).contains(column + x) {
                setPixel(row: row + y, column: column + x, to: color)
            }
        }
    }

    // MARK: - Samples

    private mutating func paintRectangle(row: Int, column: Int, heightInPixels height: Int, widthInPixels width: Int, with color: RGB) {
        let rows = max(0, row)..<max(max(0, row), min(heightInPixels, row + height))
        let columns = max(0, column)..<max(max(0, column), min(widthInPixels, column + width))
        for y in rows {
            for x in columns { setPixel(row: y, column: x, to: color) }
        }
    }

    /// A picture of which a part lies outside.
    private mutating func paintCut(_ image: Image, scale: Int, row: Int, column: Int) {
        for y in 0..<image.heightInPixels {
            for x in 0..<image.widthInPixels {
                let sample = (y * image.widthInPixels + x) * 3
                paintRectangle(
                    row: row + y * scale, column: column + x * scale, heightInPixels: scale, widthInPixels: scale,
                    with: RGB(image.samples[sample], image.samples[sample + 1], image.samples[sample + 2]))
            }
        }
    }

    /// Copies a line of a picture to where a sample stands, each pixel `scale` times.
    private mutating func paintLine(_ y: Int, of image: Image, scale: Int, at first: Int) {
        let lineBytes = image.widthInPixels * 3
        samples.withUnsafeMutableBufferPointer { samples in
            image.samples.withUnsafeBufferPointer { source in
                guard let target = samples.baseAddress.map({ $0 + first }), let line = source.baseAddress.map({ $0 + y * lineBytes })
                else { return }
                if scale == 1 { return target.update(from: line, count: lineBytes) }
                for x in 0..<image.widthInPixels {
                    for place in x * scale..<(x + 1) * scale {
                        (target[3 * place], target[3 * place + 1], target[3 * place + 2]) = (line[3 * x], line[3 * x + 1], line[3 * x + 2])
                    }
                }
            }
        }
    }

    /// Copies the line that begins at a sample into the lines below it.
    private mutating func repeatLine(at first: Int, byteCount: Int, times: Int) {
        guard times > 0 else { return }
        let lineBytes = widthInPixels * 3
        samples.withUnsafeMutableBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            for line in 1...times { (base + first + line * lineBytes).update(from: base + first, count: byteCount) }
        }
    }

    private mutating func setPixel(row: Int, column: Int, to color: RGB) {
        let place = offset(row: row, column: column)
        samples[place] = color.red
        samples[place + 1] = color.green
        samples[place + 2] = color.blue
    }

    private func offset(row: Int, column: Int) -> Int { (row * widthInPixels + column) * 3 }
}
