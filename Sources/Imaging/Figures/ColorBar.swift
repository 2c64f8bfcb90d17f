/// The colors of a map from its high to its low end, upright, with the numbers that they stand for beside them.
struct ColorBar {
    private let colormap: Colormap
    /// The high end, the middle, the low end.
    private let numbers: [TextMask]
    private let barWidth: Int
    private let gap: Int

    init(_ colormap: Colormap, _ scale: ColorScale, on canvas: FigureCanvas) {
        self.colormap = colormap
        numbers = [scale.high, scale.low / 2 + scale.high / 2, scale.low].map { canvas.label(NumberFormat.short($0)) }
        barWidth = canvas.textSizeInPixels
        gap = canvas.textSizeInPixels / 2
    }

    /// Bar and numbers with the gap before them.
    var widthInPixels: Int { 2 * gap + barWidth + (numbers.map(\.widthInPixels).max() ?? 0) }

    /// Less would let the numbers at the ends touch.
    var leastHeightInPixels: Int { numbers[0].heightInPixels * 5 / 2 }

    /// Draws the bar along the height of the canvas, the gap beginning at a column.
    func draw(on pixels: inout PixelCanvas, column: Int, ink: RGB) {
        let height = pixels.heightInPixels
        let levels = colormap.levels
        var colors: [RGB] = []
        for row in 0..<height {
            let level = (height - 1 - row) * (levels.count - 1) / max(1, height - 1)
            colors += [RGB](repeating: levels[level], count: barWidth)
        }
        pixels.paint(colors, widthInCells: barWidth, scale: 1, row: 0, column: column + gap)
        let textColumn = column + gap + barWidth + gap / 2
        let textHeight = numbers[0].heightInPixels
        pixels.write(numbers[0], row: 0, column: textColumn, in: ink)
        pixels.write(numbers[2], row: height - textHeight, column: textColumn, in: ink)
        if height >= 5 * textHeight { pixels.write(numbers[1], row: (height - textHeight) / 2, column: textColumn, in: ink) }
    }
}
