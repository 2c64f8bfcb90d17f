extension LineChartFigure {
    /// With letters of the standard size.
    private static let largestSize = (height: 420.0, width: 900.0)
    private static let smallestPlot = (height: 40, width: 60)
    /// Lines of no more points than this have a dot at each.
    private static let mostDots = 64

    /// Where the plot lies on the picture.
    private struct Frame {
        let row: Int
        let column: Int
        let height: Int
        let width: Int
    }

    /// Axes, lines and legend.
    func draw(_ vertical: ChartScale, count: Int, _ canvas: FigureCanvas) throws(FigureError) -> PixelCanvas {
        let height = min(canvas.heightInPixels, Int(Self.largestSize.height * canvas.textScale))
        let width = min(canvas.widthInPixels, Int(Self.largestSize.width * canvas.textScale))
        let labels = vertical.ticks.map { canvas.text(Self.text($0)) }
        let legend = ChartLegend(
            names: series.map(\.name), widthInPixels: width, colors: series.indices.map(canvas.seriesColor), on: canvas)
        let left = (labels.map(\.widthInPixels).max() ?? 0) + 8
        let lineHeight = labels[0].heightInPixels
        let top = lineHeight + 8
        let bottom = 2 * lineHeight + 12 + legend.heightInPixels
        let frame = Frame(row: top, column: left, height: height - top - bottom, width: width - left - 10)
        guard frame.height >= Self.smallestPlot.height, frame.width >= Self.smallestPlot.width else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        var pixels = PixelCanvas(heightInPixels: height, widthInPixels: width, filledWith: canvas.background)
        drawAxes(vertical, labels, count: count, frame, canvas, on: &pixels)
        drawLevels(vertical, frame, canvas, on: &pixels)
        for (index, series) in series.enumerated() {
            draw(series, number: index, vertical, count: count, frame, canvas, on: &pixels)
        }
        let title = canvas.text(verticalTitle)
        pixels.write(title, row: 2, column: left, in: canvas.foreground, widestInPixels: frame.width)
        legend.draw(on: &pixels, row: height - legend.heightInPixels - 2, ink: canvas.foreground)
        return pixels
    }

    private func drawAxes(
        _ vertical: ChartScale, _ labels: [TextMask], count: Int, _ frame: Frame, _ canvas: FigureCanvas, on pixels: inout PixelCanvas
    ) {
        var lastRow = Int.max
        for (tick, label) in zip(vertical.ticks, labels) {
            let row = Self.row(of: tick, vertical, frame) ?? frame.row
            pixels.fill(row: row, column: frame.column, heightInPixels: 1, widthInPixels: frame.width, with: canvas.quiet)
            guard lastRow - row >= label.heightInPixels else { continue }
            lastRow = row
            pixels.write(
                label, row: row - label.heightInPixels / 2, column: frame.column - label.widthInPixels - 5, in: canvas.foreground)
        }
        let bottom = frame.row + frame.height
        pixels.fill(row: frame.row, column: frame.column, heightInPixels: frame.height, widthInPixels: 1, with: canvas.foreground)
        pixels.fill(row: bottom, column: frame.column, heightInPixels: 1, widthInPixels: frame.width, with: canvas.foreground)
        var nextFree = 0
        for place in Self.horizontalTicks(count) {
            let column = Int(Self.column(of: place, count: count, frame))
            let label = canvas.text("\(place)")
            let start = min(max(0, column - label.widthInPixels / 2), pixels.widthInPixels - label.widthInPixels)
            guard start >= nextFree else { continue }
            nextFree = start + label.widthInPixels + 6
            pixels.fill(row: bottom, column: column, heightInPixels: 4, widthInPixels: 1, with: canvas.foreground)
            pixels.write(label, row: bottom + 5, column: start, in: canvas.foreground)
        }
        let title = canvas.text(horizontalTitle)
        let column = max(frame.column, frame.column + (frame.width - title.widthInPixels) / 2)
        pixels.write(title, row: bottom + 6 + title.heightInPixels, column: column, in: canvas.foreground)
    }

    private func drawLevels(_ vertical: ChartScale, _ frame: Frame, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        for level in levels {
            guard let row = Self.row(of: level.number, vertical, frame) else { continue }
            let place = Double(row - frame.row) + 0.5
            let ends = [StrokePoint(row: place, column: 0), StrokePoint(row: place, column: Double(frame.width))]
            let mask = StrokeMask(
                heightInPixels: frame.height + 1, widthInPixels: frame.width, lines: [ends], lineWidthInPixels: 1, isDashed: true)
            pixels.draw(mask, row: frame.row, column: frame.column, in: canvas.foreground)
            let label = canvas.label("\(level.name) \(Self.text(level.number))")
            pixels.write(label, row: max(0, row - label.heightInPixels), column: frame.column + 6, in: canvas.foreground)
        }
    }

    private func draw(
        _ series: Series, number: Int, _ vertical: ChartScale, count: Int, _ frame: Frame, _ canvas: FigureCanvas,
        on pixels: inout PixelCanvas
    ) {
        let color = canvas.seriesColor(number)
        let isDashed = number >= FigureCanvas.seriesColors.count
        var lines: [[StrokePoint]] = []
        var line: [StrokePoint] = []
        for (index, number) in series.numbers.enumerated() {
            if let share = number.flatMap(vertical.share) {
                let row = (1 - share) * Double(frame.height - 3) + 1.5
                line.append(StrokePoint(row: row, column: Self.column(of: index + 1, count: count, frame) - Double(frame.column)))
            } else if !line.isEmpty {
                lines.append(line)
                line = []
            }
        }
        if !line.isEmpty { lines.append(line) }
        let mask = StrokeMask(
            heightInPixels: frame.height, widthInPixels: frame.width, lines: lines, lineWidthInPixels: 2 * canvas.textScale,
            isDashed: isDashed)
        pixels.draw(mask, row: frame.row, column: frame.column, in: color)
        let radius = Int((2 * canvas.textScale).rounded())
        for line in lines where series.numbers.count <= Self.mostDots || line.count == 1 {
            for point in line {
                pixels.fill(
                    row: frame.row + Int(point.row) - radius, column: frame.column + Int(point.column) - radius,
                    heightInPixels: 2 * radius + 1, widthInPixels: 2 * radius + 1, with: color)
            }
        }
    }

    private static func row(of number: Double, _ vertical: ChartScale, _ frame: Frame) -> Int? {
        vertical.share(of: number).map { frame.row + Int((1 - $0) * Double(frame.height - 3) + 1.5) }
    }

    private static func column(of place: Int, count: Int, _ frame: Frame) -> Double {
        let share = count > 1 ? Double(place - 1) / Double(count - 1) : 0.5
        return Double(frame.column) + 4 + share * Double(frame.width - 9)
    }

    /// 1, the last place, and round ones between them.
    private static func horizontalTicks(_ count: Int) -> [Int] {
        guard count > 1 else { return [1] }
        var step = 1
        for factor in [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000] where count / factor > 12 { step = factor * 2 }
        let steps: [Int] = stride(from: step, through: count, by: step).filter { $0 > 1 }
        return [1] + steps
    }
}
