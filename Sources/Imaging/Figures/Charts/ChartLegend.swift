/// The names of a chart's lines, each behind a patch of its color, in as many rows as they need.
struct ChartLegend {
    private struct Entry {
        let mask: TextMask
        let color: RGB
        let row: Int
        let column: Int
    }

    let heightInPixels: Int
    private let entries: [Entry]
    /// The side of a color's patch.
    private let patchSize: Int

    init(names: [String], widthInPixels width: Int, colors: [RGB], on canvas: FigureCanvas) {
        patchSize = canvas.textSizeInPixels * 3 / 4
        let gap = canvas.textSizeInPixels * 4 / 3
        var entries: [Entry] = []
        var (row, column, lineHeight) = (0, 4, 0)
        for (name, color) in zip(names, colors) {
            let mask = canvas.text(name)
            let entryWidth = patchSize + 4 + mask.widthInPixels + gap
            if column > 4, column + entryWidth > width {
                row += lineHeight + 2
                column = 4
            }
            lineHeight = mask.heightInPixels
            entries.append(Entry(mask: mask, color: color, row: row, column: column))
            column += entryWidth
        }
        self.entries = entries
        heightInPixels = row + lineHeight + 2
    }

    func draw(on pixels: inout PixelCanvas, row: Int, ink: RGB) {
        for entry in entries {
            let top = row + entry.row + (entry.mask.heightInPixels - patchSize) / 2
            pixels.fill(row: top, column: entry.column, heightInPixels: patchSize, widthInPixels: patchSize, with: entry.color)
            pixels.write(entry.mask, row: row + entry.row, column: entry.column + patchSize + 4, in: ink)
        }
    }
}
