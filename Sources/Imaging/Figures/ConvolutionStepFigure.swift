import Tensors

/// One place of a sliding kernel: where it lies on the input, the patch times the kernel with all products and their sum, and the
/// output so far.
package struct ConvolutionStepFigure {
    /// One channel: the numbers under the kernel (`nil` in the padding), the kernel's, and the sum of the products.
    package struct Part {
        package var name: String
        package var patch: [Double?]
        package var kernel: [Double]
        package var products: [Double]
        package var sum: Double

        package init(name: String, patch: [Double?], kernel: [Double], products: [Double], sum: Double) {
            (self.name, self.patch, self.kernel, self.products, self.sum) = (name, patch, kernel, products, sum)
        }
    }

    /// How the kernel lies: all lists have rows first.
    package struct Geometry {
        /// Rows and columns of the kernel.
        package var kernel: [Int]
        package var dilations: [Int]
        /// Above, left, below, right.
        package var padding: [Int]
        /// The place of the kernel's first element in the input, negative in the padding.
        package var corner: [Int]

        package init(kernel: [Int], dilations: [Int], padding: [Int], corner: [Int]) {
            (self.kernel, self.dilations, self.padding, self.corner) = (kernel, dilations, padding, corner)
        }
    }

    package var caption: String
    /// The channels whose numbers are written, the first of them drawn whole.
    package var parts: [Part]
    /// The line below the numbers: how the sums and the bias make the output.
    package var total: String
    package var geometry: Geometry
    /// The channel that is drawn, `[H, W]`.
    package var input: Tensor
    /// All of the output, `[H', W']`, of which the first ``doneCount`` places are shown.
    package var output: Tensor
    package var doneCount: Int

    package init(
        caption: String, parts: [Part], total: String, geometry: Geometry, input: Tensor, output: Tensor, doneCount: Int
    ) {
        (self.caption, self.parts, self.total, self.geometry) = (caption, parts, total, geometry)
        (self.input, self.output, self.doneCount) = (input, output, doneCount)
    }

    private static let textSizes = [14, 12, 11, 10, 9]
    private static let gap = 10
    private static let mark = RGB(255, 176, 0)
    /// Shades of what goes in, and of what has a sign; together few enough for an exact palette.
    private static let grayLevels = 80
    private static let signedLevels = 150

    /// Draws the step.
    ///
    /// - Throws: ``FigureError``.
    package func figure(on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard input.shape.rank == 2, output.shape.rank == 2 else { throw .wrongShape(expected: "[H, W]", found: input.shape) }
        guard input.elementCount > 0, output.elementCount > 0 else { throw .empty(shape: input.shape) }
        guard canvas.widthInPixels > 40, canvas.heightInPixels > 40 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        let numbers = rowsOfNumbers(canvas)
        let numbersHeight = numbers.rows.reduce(0) { $0 + $1.heightInPixels + Self.gap } + numbers.total.heightInPixels
        let maps = mapLayout(height: canvas.heightInPixels - numbersHeight - Self.gap, canvas)
        let width = max(maps.width, numbers.rows.map(\.widthInPixels).max() ?? 0, min(numbers.total.widthInPixels, canvas.widthInPixels))
        var pixels = PixelCanvas(
            heightInPixels: min(canvas.heightInPixels, maps.height + Self.gap + numbersHeight),
            widthInPixels: min(canvas.widthInPixels, width), filledWith: canvas.background)
        drawInput(maps.scale, canvas, on: &pixels)
        drawOutput(maps.scale, column: maps.outputColumn, canvas, on: &pixels)
        var row = maps.height + Self.gap
        for line in numbers.rows {
            line.draw(on: &pixels, row: row, canvas)
            row += line.heightInPixels + Self.gap
        }
        pixels.write(numbers.total, row: row, column: 0, in: canvas.foreground, widestInPixels: pixels.widthInPixels)
        return Figure(
            image: pixels.image, caption: caption, textTwin: textTwin,
            source: FigureSource("step of a convolution", parts: [.tensor(input), .tensor(output)]))
    }

    // MARK: - Numbers

    /// One channel's line: patch × kernel = products, and their sum.
    private struct Line {
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
    private func rowsOfNumbers(_ canvas: FigureCanvas) -> (rows: [Line], total: TextMask) {
        for count in stride(from: parts.count, through: 1, by: -1) {
            for textSize in Self.textSizes {
                let total = totalMask(textSize, canvas)
                let lines = parts.prefix(count).map { line(of: $0, textSize) }
                let height = lines.reduce(total.heightInPixels) { $0 + $1.heightInPixels + Self.gap }
                let fits = lines.allSatisfy { $0.widthInPixels <= canvas.widthInPixels } && height <= canvas.heightInPixels * 3 / 5
                if fits { return (lines, total) }
            }
        }
        return (parts.prefix(1).map { line(of: $0, nil) }, totalMask(Self.textSizes.last ?? 9, canvas))
    }

    /// The last line, in letters no larger than asked for with which it fits.
    private func totalMask(_ textSize: Int, _ canvas: FigureCanvas) -> TextMask {
        let masks = Self.textSizes.lazy.filter { $0 <= textSize }.map { TextMask(total, sizeInPixels: $0) }
        return masks.first { $0.widthInPixels <= canvas.widthInPixels } ?? TextMask(total, sizeInPixels: textSize)
    }

    private func line(of part: Part, _ textSize: Int?) -> Line {
        let input = inputScale
        let kernelLimit = part.kernel.reduce(0) { max($0, abs($1)) }
        let productLimit = part.products.reduce(0) { max($0, abs($1)) }
        let columns = geometry.kernel[1]
        let cells = [
            NumberCells(part.patch, columns: columns, textSize: textSize) { $0.map { Self.gray($0, input) } ?? Self.paddingColor },
            NumberCells(part.kernel, columns: columns, textSize: textSize) { Self.signed($0 ?? 0, kernelLimit) },
            NumberCells(part.products, columns: columns, textSize: textSize) { Self.signed($0 ?? 0, productLimit) },
        ]
        let sum = "Σ \(NumberFormat.significant(part.sum, digits: 4))"
        return Line(cells: cells, signs: ["×", "=", sum].map { TextMask($0, sizeInPixels: textSize ?? 11) })
    }

    // MARK: - Maps

    private struct MapLayout {
        let scale: MapScale
        let height: Int
        let width: Int
        let outputColumn: Int
    }

    /// Input with its padding and output side by side, at one scale.
    private func mapLayout(height: Int, _ canvas: FigureCanvas) -> MapLayout {
        let inputRows = input.shape[0] + geometry.padding[0] + geometry.padding[2]
        let inputColumns = input.shape[1] + geometry.padding[1] + geometry.padding[3]
        let rows = max(inputRows, output.shape[0])
        let scale = MapScale.smaller(
            MapScale(fitting: rows, into: max(1, height)),
            MapScale(fitting: inputColumns + output.shape[1], into: max(1, canvas.widthInPixels - 3 * Self.gap)))
        let left = scale.pixels(inputColumns) + 2 * Self.gap
        return MapLayout(scale: scale, height: scale.pixels(rows), width: left + scale.pixels(output.shape[1]), outputColumn: left)
    }

    private func drawInput(_ scale: MapScale, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        let (top, left) = (geometry.padding[0], geometry.padding[1])
        pixels.fill(
            row: 0, column: 0, heightInPixels: scale.pixels(input.shape[0] + top + geometry.padding[2]),
            widthInPixels: scale.pixels(input.shape[1] + left + geometry.padding[3]), with: Self.paddingColor)
        let (numbers, factor) = scale.numbers(of: input)
        let range = inputScale
        paint(numbers, factor, row: Int(Double(top) * scale.factor), column: Int(Double(left) * scale.factor), on: &pixels) {
            Self.gray(Double($0), range)
        }
        for row in 0..<geometry.kernel[0] {
            for column in 0..<geometry.kernel[1] where factor >= 4 && geometry.dilations != [1, 1] {
                let place = (
                    geometry.corner[0] + top + row * geometry.dilations[0], geometry.corner[1] + left + column * geometry.dilations[1]
                )
                pixels.outline(
                    row: place.0 * factor, column: place.1 * factor, heightInPixels: factor, widthInPixels: factor, with: Self.mark)
            }
        }
        let extent = zip(geometry.kernel, geometry.dilations).map { ($0 - 1) * $1 + 1 }
        pixels.outline(
            row: Int(Double(geometry.corner[0] + top) * scale.factor), column: Int(Double(geometry.corner[1] + left) * scale.factor),
            heightInPixels: max(3, scale.pixels(extent[0])), widthInPixels: max(3, scale.pixels(extent[1])), with: Self.mark)
    }

    private func drawOutput(_ scale: MapScale, column: Int, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        let statistics = output.statistics
        let limit = Double(max(abs(statistics.minimum), abs(statistics.maximum)))
        let (numbers, factor) = scale.numbers(of: output)
        let columns = numbers.shape[1]
        let step = factor == 1 && scale.factor < 1 ? Int((1 / scale.factor).rounded()) : 1
        var place = 0
        paint(numbers, factor, row: 0, column: column, on: &pixels) { number in
            let first = place / columns * step * output.shape[1] + place % columns * step
            place += 1
            return first < doneCount ? Self.signed(Double(number), limit) : canvas.quiet
        }
        let (row, current) = max(0, doneCount - 1).quotientAndRemainder(dividingBy: output.shape[1])
        pixels.outline(
            row: Int(Double(row) * scale.factor), column: column + Int(Double(current) * scale.factor), heightInPixels: max(3, factor),
            widthInPixels: max(3, factor), with: Self.mark)
    }

    private func paint(
        _ numbers: Tensor, _ factor: Int, row: Int, column: Int, on pixels: inout PixelCanvas, color: (Float) -> RGB
    ) {
        for (index, number) in numbers.floats.enumerated() {
            let (y, x) = index.quotientAndRemainder(dividingBy: numbers.shape[1])
            pixels.fill(
                row: row + y * factor, column: column + x * factor, heightInPixels: factor, widthInPixels: factor, with: color(number))
        }
    }

    // MARK: - Colors

    private static let paddingColor = RGB(70, 70, 110)

    private var inputScale: ClosedRange<Double> {
        let statistics = input.statistics
        guard statistics.minimum.isFinite, statistics.maximum > statistics.minimum else { return 0...1 }
        return Double(statistics.minimum)...Double(statistics.maximum)
    }

    private static func gray(_ number: Double, _ range: ClosedRange<Double>) -> RGB {
        guard number.isFinite else { return ColorScale.signal }
        let share = min(max((number - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
        let level = UInt8((share * Double(grayLevels - 1)).rounded() * 255 / Double(grayLevels - 1))
        return RGB(level, level, level)
    }

    private static func signed(_ number: Double, _ limit: Double) -> RGB {
        guard number.isFinite else { return ColorScale.signal }
        let share = limit > 0 ? min(max(number / limit, -1), 1) : 0
        let level = ((share + 1) / 2 * Double(signedLevels - 1)).rounded()
        return Colormap.diverging.color(at: level / Double(signedLevels - 1))
    }

    // MARK: - In words

    private var textTwin: [String] {
        parts.flatMap { part in
            ["  \(part.name): patch, kernel, products; sum \(NumberFormat.significant(part.sum, digits: 6))"]
                + (0..<geometry.kernel[0]).map { row in
                    let range = row * geometry.kernel[1]..<(row + 1) * geometry.kernel[1]
                    let groups = [part.patch, part.kernel, part.products].map { Self.texts($0, range) }
                    return "    " + groups.joined(separator: "   ")
                }
        } + ["  \(total)"]
    }

    private static func texts(_ numbers: [Double?], _ range: Range<Int>) -> String {
        let places = NumberCells.decimalPlaces(numbers)
        let all = numbers.map { $0.map { NumberCells.text($0, places: places) } ?? "·" }
        let width = all.map(\.count).max() ?? 0
        return all[range].map { String(repeating: " ", count: width - $0.count) + $0 }.joined(separator: " ")
    }
}

extension PixelCanvas {
    /// Draws the border of a rectangle; what lies outside the canvas is left out.
    mutating func outline(row: Int, column: Int, heightInPixels height: Int, widthInPixels width: Int, with color: RGB) {
        fill(row: row, column: column, heightInPixels: 1, widthInPixels: width, with: color)
        fill(row: row + height - 1, column: column, heightInPixels: 1, widthInPixels: width, with: color)
        fill(row: row, column: column, heightInPixels: height, widthInPixels: 1, with: color)
        fill(row: row, column: column + width - 1, heightInPixels: height, widthInPixels: 1, with: color)
    }
}
