/// The numbers of a step: patch times kernel, their products and sum.
extension ConvolutionStepFigure {
    /// Sizes of letters, tried from the first, as shares of the canvas's.
    private static let textShares = [1.17, 1, 0.92, 0.84, 0.75]

    private static func textSizes(_ canvas: FigureCanvas) -> [Int] {
        textShares.map { max(9, Int((Double(canvas.textSizeInPixels) * $0).rounded())) }
    }

    /// One channel's line: patch × kernel = products, and their sum.
    struct NumberLine {
        let cells: [NumberCells]
        let signs: [TextMask]

        var heightInPixels: Int { cells.map(\.heightInPixels).max() ?? 0 }
        var widthInPixels: Int { cells.reduce(0) { $0 + $1.widthInPixels } + signs.reduce(0) { $0 + $1.widthInPixels + 6 } }

        func draw(on pixels: inout PixelCanvas, row: Int, _ canvas: FigureCanvas) {
            var column = 0
            for (index, sign) in signs.enumerated() {
                if index < cells.count {
                    cells[index].draw(on: &pixels, row: row, column: column)
                    column += cells[index].widthInPixels + 3
                }
                pixels.write(sign, row: row + max(0, heightInPixels - sign.heightInPixels) / 2, column: column, in: canvas.foreground)
                column += sign.widthInPixels + 3
            }
        }
    }

    /// The lines in the largest letters that fit; fewer channels where even small ones do not, and colors alone in the end.
    func rowsOfNumbers(_ canvas: FigureCanvas) -> (rows: [NumberLine], total: TextMask) {
        for count in stride(from: parts.count, through: 1, by: -1) {
            for textSize in Self.textSizes(canvas) {
                let total = totalMask(textSize, canvas)
                let lines = parts.prefix(count).map { line(of: $0, textSize) }
                let height = lines.reduce(total.heightInPixels) { $0 + $1.heightInPixels + Self.gap }
                let fits = lines.allSatisfy { $0.widthInPixels <= canvas.widthInPixels } && height <= canvas.heightInPixels * 3 / 5
                if fits { return (lines, total) }
            }
        }
        return (parts.prefix(1).map { line(of: $0, nil) }, totalMask(Self.textSizes(canvas).last ?? 9, canvas))
    }

    /// The last line, in letters no larger than asked for with which it fits.
    private func totalMask(_ textSize: Int, _ canvas: FigureCanvas) -> TextMask {
        let masks = Self.textSizes(canvas).lazy.filter { $0 <= textSize }.map { TextMask(total, sizeInPixels: $0) }
        return masks.first { $0.widthInPixels <= canvas.widthInPixels } ?? TextMask(total, sizeInPixels: textSize)
    }

    private func line(of part: Part, _ textSize: Int?) -> NumberLine {
        let input = inputScale
        let kernelLimit = part.kernel.reduce(0) { max($0, abs($1)) }
        let productLimit = part.products.reduce(0) { max($0, abs($1)) }
        let columns = geometry.kernel[1]
        let cells = [
            NumberCells(part.patch, columns: columns, textSize: textSize) { $0.map { StepColors.gray($0, input) } ?? StepColors.padding },
            NumberCells(part.kernel, columns: columns, textSize: textSize) { StepColors.signed($0 ?? 0, kernelLimit) },
            NumberCells(part.products, columns: columns, textSize: textSize) { StepColors.signed($0 ?? 0, productLimit) },
        ]
        let sum = "Σ \(NumberFormat.significant(part.sum, digits: 4))"
        return NumberLine(cells: cells, signs: ["×", "=", sum].map { TextMask($0, sizeInPixels: textSize ?? 11) })
    }
}
