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

    private static let textSize = 11
    private static let gap = 8

    /// Draws the part, cut to the picture.
    ///
    /// - Throws: ``FigureError/outside(what:limit:)`` where the corner lies outside, ``FigureError/canvasTooSmall(widthInPixels:heightInPixels:)``.
    package func figure(of picture: Image, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard (0..<picture.heightInPixels).contains(row), (0..<picture.widthInPixels).contains(column) else {
            throw .outside(what: "@\(row),\(column)", limit: "the picture of \(picture.heightInPixels)x\(picture.widthInPixels)")
        }
        let sample = TextMask("255", sizeInPixels: Self.textSize)
        let cell = (height: sample.heightInPixels + 3, width: sample.widthInPixels + 5)
        let room = (
            rows: canvas.heightInPixels / cell.height,
            columns: (canvas.widthInPixels - (picture.channelCount - 1) * Self.gap) / (cell.width * picture.channelCount)
        )
        guard room.rows > 0, room.columns > 0 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        let rows = min(size, picture.heightInPixels - row, room.rows)
        let columns = min(size, picture.widthInPixels - column, room.columns)
        let block = columns * cell.width + Self.gap
        var pixels = PixelCanvas(
            heightInPixels: rows * cell.height, widthInPixels: block * picture.channelCount - Self.gap, filledWith: canvas.background)
        let digits = (0...255).map { TextMask("\($0)", sizeInPixels: Self.textSize) }
        for channel in 0..<picture.channelCount {
            for y in 0..<rows {
                for x in 0..<columns {
                    let number = picture.sample(row: row + y, column: column + x, channel: channel)
                    let color = Self.color(of: number, channel: channel, of: picture)
                    let corner = (row: y * cell.height, column: channel * block + x * cell.width)
                    pixels.fill(
                        row: corner.row, column: corner.column, heightInPixels: cell.height - 1, widthInPixels: cell.width - 1, with: color)
                    let mask = digits[Int(number)]
                    pixels.write(
                        mask, row: corner.row + 1, column: corner.column + (cell.width - mask.widthInPixels) / 2, in: color.legibleInk)
                }
            }
        }
        let names = PictureFigure.channelNames(picture.channelCount).joined(separator: ", ")
        let caption = "\(title) @\(row),\(column): \(rows)x\(columns) of \(picture.heightInPixels)x\(picture.widthInPixels), \(names), 0..255"
        return Figure(image: pixels.image, caption: caption, textTwin: [caption] + numberLines(of: picture, rows: rows, columns: columns))
    }

    /// A channel's own color at this strength, few enough levels for an exact palette.
    private static func color(of number: UInt8, channel: Int, of picture: Image) -> RGB {
        let levels = picture.channelCount == 1 ? 240 : 72
        let level = UInt8(Int(number) * (levels - 1) / 255 * 255 / (levels - 1))
        guard picture.channelCount >= 3, channel < 3 else { return RGB(level, level, level) }
        return RGB(channel == 0 ? level : 0, channel == 1 ? level : 0, channel == 2 ? level : 0)
    }

    private func numberLines(of picture: Image, rows: Int, columns: Int) -> [String] {
        PictureFigure.channelNames(picture.channelCount).enumerated().flatMap { channel, name in
            ["  \(name):"]
                + (0..<rows).map { y in
                    "    "
                        + (0..<columns).map { x in
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
