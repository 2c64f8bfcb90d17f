/// Numbers in colored cells, row by row.
struct NumberCells {
    let rows: Int
    let columns: Int
    let colors: [RGB]
    /// One text a cell, drawn in ink that reads on its color; empty where there is no room for any.
    let texts: [TextMask]
    let cellHeightInPixels: Int
    let cellWidthInPixels: Int

    /// - Parameters:
    ///   - numbers: in row-major order, `nil` where there is none.
    ///   - color: of a number, and of none.
    init(_ numbers: [Double?], columns: Int, textSize: Int?, color: (Double?) -> RGB) {
        self.columns = max(1, columns)
        rows = numbers.count / max(1, columns)
        colors = numbers.map(color)
        let places = Self.decimalPlaces(numbers)
        texts =
            textSize.map { size in
                numbers.map { TextMask($0.map { Self.text($0, places: places) } ?? "·", sizeInPixels: size) }
            } ?? []
        cellHeightInPixels = textSize == nil ? 8 : (texts.map(\.heightInPixels).max() ?? 0) + 3
        cellWidthInPixels = textSize == nil ? 8 : max(cellHeightInPixels, (texts.map(\.widthInPixels).max() ?? 0) + 5)
    }

    var heightInPixels: Int { rows * cellHeightInPixels }
    var widthInPixels: Int { columns * cellWidthInPixels }

    func draw(on pixels: inout PixelCanvas, row: Int, column: Int) {
        for (index, color) in colors.enumerated() {
            let (y, x) = (row + index / columns * cellHeightInPixels, column + index % columns * cellWidthInPixels)
            pixels.fill(row: y, column: x, heightInPixels: cellHeightInPixels - 1, widthInPixels: cellWidthInPixels - 1, with: color)
            guard index < texts.count else { continue }
            pixels.write(
                texts[index], row: y + 1, column: x + (cellWidthInPixels - texts[index].widthInPixels) / 2, in: color.legibleInk)
        }
    }

    /// As many places after the point as leave the largest number some three digits; all cells have the same.
    static func decimalPlaces(_ numbers: [Double?]) -> Int {
        let greatest = numbers.reduce(0) { max($0, abs($1 ?? 0)) }
        guard numbers.contains(where: { $0 != nil && $0 != $0?.rounded() }) else { return 0 }
        return greatest >= 100 ? 0 : greatest >= 10 ? 1 : greatest >= 0.1 ? 2 : 3
    }

    static func text(_ number: Double, places: Int) -> String { NumberFormat.fixed(number, places: places) }
}
