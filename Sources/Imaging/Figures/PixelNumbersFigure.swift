/// A part of a picture as the numbers that it is: each in a cell of its own color, channel by channel.
package struct PixelNumbersFigure {
    /// Words at the caption's beginning: `pixels of chelsea`.
    package var title: String
    /// The top left corner of the part.
    package var row: Int
    package var column: Int
    /// Rows and columns of the part.
    package var size: Int

    package init(title: String, row: Int, column: Int, size: Int) {
        self.title = title
        self.row = row
        self.column = column
        self.size = size
    }

    /// Sizes of the font, tried from the first.
    private static let textSizes = [16, 14, 12, 11]
    private static let gap = 8

    /// Draws the part, cut to the picture and to what the canvas can show legibly.
    ///
    /// - Throws: ``FigureError/outside(what:limit:)`` where the corner lies outside the picture,
    ///   ``FigureError/canvasTooSmall(widthInPixels:heightInPixels:)``.
    package func figure(of picture: Image, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard (0..<picture.heightInPixels).contains(row), (0..<picture.widthInPixels).contains(column) else {
            throw .outside(what: "@\(row),\(column)", limit: "the picture of \(picture.heightInPixels)x\(picture.widthInPixels)")
        }
        let wanted = (rows: min(size, picture.heightInPixels - row), columns: min(size, picture.widthInPixels - column))
        guard let table = Self.table(wanted, picture.channelCount, canvas), table.rows > 0, table.columns > 0 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        var pixels = PixelCanvas(
            heightInPixels: table.headingHeight + table.rows * table.cellHeight,
            widthInPixels: table.blockWidth * picture.channelCount - Self.gap,
            filledWith: canvas.background)
        let masks = (0...255).map { TextMask("\($0)", sizeInPixels: table.textSize) }
        let names = PictureFigure.channelNames(picture.channelCount)
        for channel in 0..<picture.channelCount {
            let heading = TextMask(names[channel], sizeInPixels: table.textSize)
            let column = channel * table.blockWidth
            pixels.write(heading, row: 1, column: column, in: canvas.foreground, widestInPixels: table.blockWidth - Self.gap)
            draw(channel, of: picture, table, masks, on: &pixels)
        }
        let caption =
            "\(title) @\(row),\(column): \(table.rows)x\(table.columns) of "
            + "\(picture.heightInPixels)x\(picture.widthInPixels), \(names.joined(separator: ", ")), 0..255"
        return Figure(
            pixels, caption: caption, textTwin: numberLines(of: picture, table),
            source: FigureSource("numbers", parts: [.picture(picture)]))
    }

    /// The size of the cells, and how many of them there are.
    private struct CellTable {
        let rows: Int
        let columns: Int
        let cellHeight: Int
        let cellWidth: Int
        let textSize: Int

        /// The line above that says which channel it is.
        var headingHeight: Int { cellHeight }

        /// Pixels from one channel to the next.
        var blockWidth: Int { columns * cellWidth + PixelNumbersFigure.gap }
    }

    /// The table in the largest font with which all that is wanted fits; in the smallest, as much as fits.
    private static func table(_ wanted: (rows: Int, columns: Int), _ channelCount: Int, _ canvas: FigureCanvas) -> CellTable? {
        var table: CellTable?
        for textSize in textSizes {
            let sample = TextMask("255", sizeInPixels: textSize)
            let (height, width) = (sample.heightInPixels + 3, sample.widthInPixels + 5)
            let room = (
                rows: canvas.heightInPixels / height - 1,
                columns: (canvas.widthInPixels - (channelCount - 1) * gap) / (width * channelCount)
            )
            table = CellTable(
                rows: min(wanted.rows, room.rows), columns: min(wanted.columns, room.columns), cellHeight: height, cellWidth: width,
                textSize: textSize)
            if wanted.rows <= room.rows && wanted.columns <= room.columns { break }
        }
        return table
    }

    private func draw(_ channel: Int, of picture: Image, _ table: CellTable, _ masks: [TextMask], on pixels: inout PixelCanvas) {
        for y in 0..<table.rows {
            for x in 0..<table.columns {
                let number = picture.sample(row: row + y, column: column + x, channel: channel)
                let color = Self.color(of: number, channel: channel, of: picture)
                let corner = (row: table.headingHeight + y * table.cellHeight, column: channel * table.blockWidth + x * table.cellWidth)
                pixels.fill(
                    row: corner.row, column: corner.column, heightInPixels: table.cellHeight - 1, widthInPixels: table.cellWidth - 1,
                    with: color)
                let mask = masks[Int(number)]
                pixels.write(
                    mask, row: corner.row + 1, column: corner.column + (table.cellWidth - mask.widthInPixels) / 2, in: color.legibleInk)
            }
        }
    }

    /// A channel's own color at this strength, few enough levels for an exact palette.
    private static func color(of number: UInt8, channel: Int, of picture: Image) -> RGB {
        let levels = Colormap.levelCount / picture.channelCount
        let level = UInt8(Int(number) * (levels - 1) / 255 * 255 / (levels - 1))
        guard picture.channelCount >= 3, channel < 3 else { return RGB(level, level, level) }
        return RGB(channel == 0 ? level : 0, channel == 1 ? level : 0, channel == 2 ? level : 0)
    }

    private func numberLines(of picture: Image, _ table: CellTable) -> [String] {
        PictureFigure.channelNames(picture.channelCount).enumerated().flatMap { channel, name in
            ["  \(name):"]
                + (0..<table.rows).map { y in
                    "    "
                        + (0..<table.columns).map { x in
                            let text = "\(picture.sample(row: row + y, column: column + x, channel: channel))"
                            return String(repeating: " ", count: 3 - text.count) + text
                        }.joined(separator: " ")
                }
        }
    }
}

extension Image {
    func sample(row: Int, column: Int, channel: Int) -> UInt8 {
        samples[(row * widthInPixels + column) * channelCount + channel]
    }
}
