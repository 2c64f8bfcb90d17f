/// How often sizes occur, as bars over a logarithmic axis, with marks that they are compared with.
package struct SizeHistogramFigure {
    /// A size that the bars are compared with, such as a layer's receptive field.
    package struct Mark: Sendable {
        package let name: String
        package let size: Double

        package init(name: String, size: Double) {
            self.name = name
            self.size = size
        }
    }

    /// Words at the caption's beginning.
    package let title: String
    package let horizontalTitle: String
    package let sizes: [Double]
    package let marks: [Mark]

    package init(title: String, horizontalTitle: String, sizes: [Double], marks: [Mark]) {
        self.title = title
        self.horizontalTitle = horizontalTitle
        self.sizes = sizes
        self.marks = marks
    }

    /// Bars from one power of two to the next.
    private static let barsPerOctave = 4
    /// With letters of the standard size.
    private static let largestSize = (height: 360.0, width: 900.0)

    /// Draws the bars and marks.
    ///
    /// - Throws: ``FigureError`` where there is nothing to draw, or no room.
    package func figure(on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let usable = sizes.filter { $0 > 0 && $0.isFinite }
        guard let least = usable.min(), let greatest = usable.max() else { throw .empty(shape: [sizes.count]) }
        let scale = ChartScale(usable + marks.map(\.size), isLogarithmic: true, base: 2)
        let octaves = max(1, Int((logarithm2(scale.high / scale.low)).rounded()))
        var counts = [Int](repeating: 0, count: octaves * Self.barsPerOctave)
        for size in usable {
            let share = scale.share(of: size) ?? 0
            counts[min(counts.count - 1, Int(share * Double(counts.count)))] += 1
        }
        let pixels = try draw(counts, scale, canvas)
        let caption =
            "\(title): \(usable.count) sizes in bars of a quarter octave, range \(LineChartFigure.text(least))..\(LineChartFigure.text(greatest))"
        let twin = counts.enumerated().filter { $0.element > 0 }.map { bar, count in
            let low = scale.low * power(2, Double(bar) / Double(Self.barsPerOctave))
            return "  from \(LineChartFigure.text(low)): \(count)"
        }
        return Figure(
            pixels, caption: caption, textTwin: twin + marks.map { "  \($0.name): \(LineChartFigure.text($0.size))" },
            source: FigureSource("histogram of sizes", parts: [.list(sizes), .list(marks.map(\.size))]))
    }

    private func draw(_ counts: [Int], _ scale: ChartScale, _ canvas: FigureCanvas) throws(FigureError) -> PixelCanvas {
        let height = min(canvas.heightInPixels, Int(Self.largestSize.height * canvas.textScale))
        let width = min(canvas.widthInPixels, Int(Self.largestSize.width * canvas.textScale))
        let greatest = canvas.text("\(counts.max() ?? 0)")
        let (left, lineHeight) = (greatest.widthInPixels + 8, greatest.heightInPixels)
        let markRows = min(marks.count, 4)
        let top = 6 + markRows * (lineHeight + 1)
        let plot = (height: height - top - 2 * lineHeight - 14, width: width - left - 14)
        guard plot.height >= 40, plot.width >= counts.count else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        var pixels = PixelCanvas(heightInPixels: height, widthInPixels: width, filledWith: canvas.background)
        for (bar, count) in counts.enumerated() where count > 0 {
            let start = left + bar * plot.width / counts.count
            let end = left + (bar + 1) * plot.width / counts.count
            let barHeight = max(1, count * plot.height / max(1, counts.max() ?? 1))
            pixels.fill(
                row: top + plot.height - barHeight, column: start, heightInPixels: barHeight, widthInPixels: max(1, end - start - 1),
                with: canvas.seriesColor(0))
        }
        let bottom = top + plot.height
        pixels.fill(row: bottom, column: left, heightInPixels: 1, widthInPixels: plot.width, with: canvas.foreground)
        pixels.write(greatest, row: top, column: left - greatest.widthInPixels - 4, in: canvas.foreground)
        for tick in scale.ticks {
            let column = left + Int((scale.share(of: tick) ?? 0) * Double(plot.width))
            let label = canvas.text(LineChartFigure.text(tick))
            pixels.fill(row: bottom, column: column, heightInPixels: 4, widthInPixels: 1, with: canvas.foreground)
            let start = min(max(0, column - label.widthInPixels / 2), width - label.widthInPixels)
            pixels.write(label, row: bottom + 5, column: start, in: canvas.foreground)
        }
        let title = canvas.text(horizontalTitle)
        pixels.write(
            title, row: bottom + 7 + lineHeight, column: max(left, left + (plot.width - title.widthInPixels) / 2), in: canvas.foreground)
        draw(marks, scale, top: top, left: left, plotWidth: plot.width, bottom: bottom, lineHeight: lineHeight, canvas, on: &pixels)
        return pixels
    }

    /// Marks as upright lines, their names one below the other in turn.
    private func draw(
        _ marks: [Mark], _ scale: ChartScale, top: Int, left: Int, plotWidth: Int, bottom: Int, lineHeight: Int, _ canvas: FigureCanvas,
        on pixels: inout PixelCanvas
    ) {
        let color = canvas.seriesColor(1)
        for (index, mark) in marks.sorted(by: { $0.size < $1.size }).enumerated() {
            let column = left + Int((scale.share(of: mark.size) ?? 0) * Double(plotWidth))
            let row = 2 + index % 4 * (lineHeight + 1)
            let label = canvas.label("\(mark.name) \(LineChartFigure.text(mark.size))")
            pixels.fill(row: row, column: column, heightInPixels: bottom - row, widthInPixels: 1, with: color)
            let fits = column + 3 + label.widthInPixels < pixels.widthInPixels
            pixels.write(label, row: row, column: fits ? column + 3 : max(0, column - 3 - label.widthInPixels), in: color)
        }
    }
}
