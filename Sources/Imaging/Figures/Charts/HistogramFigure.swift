import Tensors

/// How often numbers occur, as bars over their range.
package struct HistogramFigure {
    /// Words at the caption's beginning: an address.
    package var title: String
    package var color: RGB

    package init(title: String, color: RGB = RGB(86, 156, 214)) {
        self.title = title
        self.color = color
    }

    private static let binCount = 64
    /// With letters of the standard size.
    private static let largestSize = (height: 260.0, width: 640.0)

    /// Draws the histogram of all numbers that are finite.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of numbers: Tensor, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let statistics = numbers.statistics
        guard statistics.count > 0 else { throw .empty(shape: numbers.shape) }
        let scale = try ColorScale(.each, for: statistics)
        let counts = Self.counts(numbers, low: scale.low, high: scale.high)
        let height = min(canvas.heightInPixels, Int(Self.largestSize.height * canvas.textScale))
        let width = min(canvas.widthInPixels, Int(Self.largestSize.width * canvas.textScale))
        let words =
            "histogram of \(title): \(statistics.count) numbers in \(Self.binCount) bins, \(statistics.rangeDescription), "
            + "mean \(NumberFormat.short(statistics.mean)), deviation \(NumberFormat.short(statistics.standardDeviation)), "
            + "\(NumberFormat.fixed(Double(statistics.sparsity) * 100, places: 1)) % zeros"
        let pixels = try draw(counts, low: scale.low, high: scale.high, height: height, width: width, canvas)
        return Figure(
            pixels, caption: words, textTwin: Self.lines(counts, low: scale.low, high: scale.high),
            details: Self.details(counts, low: scale.low, high: scale.high),
            source: FigureSource("histogram", parts: [.tensor(numbers)]))
    }

    private static func counts(_ numbers: Tensor, low: Float, high: Float) -> [Int] {
        var counts = [Int](repeating: 0, count: binCount)
        let factor = Double(binCount) / (Double(high) - Double(low))
        for number in numbers.floatElements where number.isFinite {
            counts[min(binCount - 1, max(0, Int((Double(number) - Double(low)) * factor)))] += 1
        }
        return counts
    }

    private func draw(
        _ counts: [Int], low: Float, high: Float, height: Int, width: Int, _ canvas: FigureCanvas
    ) throws(FigureError) -> PixelCanvas {
        let masks = [low, low / 2 + high / 2, high].map { canvas.label(NumberFormat.short($0)) }
        let greatest = counts.max() ?? 1
        let top = canvas.label("\(greatest)")
        let margin = (left: top.widthInPixels + 6, bottom: masks[0].heightInPixels + 5)
        let plot = (height: height - margin.bottom - 2, width: width - margin.left - masks[2].widthInPixels / 2)
        guard plot.height > 10, plot.width >= Self.binCount else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        var pixels = PixelCanvas(heightInPixels: height, widthInPixels: width, filledWith: canvas.background)
        let barWidth = plot.width / Self.binCount
        for (bin, count) in counts.enumerated() where count > 0 {
            let bar = max(1, count * plot.height / max(1, greatest))
            pixels.fill(
                row: 2 + plot.height - bar, column: margin.left + bin * barWidth, heightInPixels: bar,
                widthInPixels: max(1, barWidth - 1), with: canvas.ink(color))
        }
        let span = barWidth * Self.binCount
        pixels.fill(row: 2 + plot.height, column: margin.left, heightInPixels: 1, widthInPixels: span, with: canvas.quiet)
        for (index, mask) in masks.enumerated() {
            let tick = margin.left + index * span / 2
            pixels.fill(row: 2 + plot.height, column: tick, heightInPixels: 3, widthInPixels: 1, with: canvas.quiet)
            let column = min(max(0, tick - mask.widthInPixels / 2), width - mask.widthInPixels)
            pixels.write(mask, row: plot.height + 6, column: column, in: canvas.foreground)
        }
        pixels.write(top, row: 0, column: margin.left - top.widthInPixels - 4, in: canvas.foreground)
        return pixels
    }

    /// Where the numbers lie, as exactly as the bins tell.
    private static func details(_ counts: [Int], low: Float, high: Float) -> [String] {
        let total = counts.reduce(0, +)
        func edge(_ bin: Int) -> String {
            NumberFormat.significant(Double(low) + (Double(high) - Double(low)) * Double(bin) / Double(binCount), digits: 3)
        }
        func bin(below share: Double) -> Int {
            var sum = 0
            return counts.firstIndex { count in
                sum += count
                return Double(sum) >= share * Double(total)
            } ?? binCount - 1
        }
        let fullest = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        return [
            "half of the numbers lie between about \(edge(bin(below: 0.25))) and \(edge(bin(below: 0.75) + 1)), "
                + "98 % between about \(edge(bin(below: 0.01))) and \(edge(bin(below: 0.99) + 1))",
            "the fullest bin holds \(counts[fullest]), from \(edge(fullest)) to \(edge(fullest + 1))",
        ]
    }

    /// The bins in sixteenths of the range, as bars of characters.
    private static func lines(_ counts: [Int], low: Float, high: Float) -> [String] {
        let groups = stride(from: 0, to: binCount, by: 4).map { counts[$0..<$0 + 4].reduce(0, +) }
        let greatest = max(1, groups.max() ?? 1)
        return groups.enumerated().map { index, count in
            let edge = Double(low) + (Double(high) - Double(low)) * Double(index) / Double(groups.count)
            let bar = String(repeating: "#", count: count * 40 / greatest)
            return "  from \(NumberFormat.significant(edge, digits: 3)): \(count) \(bar)"
        }
    }
}
