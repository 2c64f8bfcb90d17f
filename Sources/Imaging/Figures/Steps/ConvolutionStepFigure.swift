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

    /// Pixels between its parts.
    static let gap = 10

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
            pixels, caption: caption, textTwin: textTwin,
            source: FigureSource("step of a convolution", parts: [.tensor(input), .tensor(output)]))
    }

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
