extension RooflineFigure {
    /// With letters of the standard size.
    private static let largestSize = (height: 420.0, width: 700.0)
    private static let smallestPlot = (height: 40, width: 60)

    /// Where the plot lies on the picture.
    private struct Frame {
        let row: Int
        let column: Int
        let height: Int
        let width: Int
        let horizontal: ChartScale
        let vertical: ChartScale

        /// From the frame's top left corner; `nil` for what has no place.
        func point(_ intensity: Double, _ rate: Double) -> StrokePoint? {
            guard let across = horizontal.share(of: intensity), let up = vertical.share(of: rate / 1e9) else { return nil }
            return StrokePoint(row: (1 - up) * Double(height - 3) + 1.5, column: 1.5 + across * Double(width - 3))
        }
    }

    /// Axes, roof, dots and legend.
    func draw(_ horizontal: ChartScale, _ vertical: ChartScale, _ canvas: FigureCanvas) throws(FigureError) -> PixelCanvas {
        let height = min(canvas.heightInPixels, Int(Self.largestSize.height * canvas.textScale))
        let width = min(canvas.widthInPixels, Int(Self.largestSize.width * canvas.textScale))
        let labels = vertical.ticks.map { canvas.text(Self.text($0)) }
        let legend = ChartLegend(names: groups, widthInPixels: width, colors: groups.indices.map(canvas.seriesColor), on: canvas)
        let left = (labels.map(\.widthInPixels).max() ?? 0) + 8
        let lineHeight = canvas.text("0").heightInPixels
        let top = lineHeight + 8
        let frame = Frame(
            row: top, column: left, height: height - top - 2 * lineHeight - 12 - legend.heightInPixels, width: width - left - 10,
            horizontal: horizontal, vertical: vertical)
        guard frame.height >= Self.smallestPlot.height, frame.width >= Self.smallestPlot.width else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        var pixels = PixelCanvas(heightInPixels: height, widthInPixels: width, filledWith: canvas.background)
        drawAxes(labels, frame, canvas, on: &pixels)
        drawRoof(frame, canvas, on: &pixels)
        drawPoints(frame, canvas, on: &pixels)
        pixels.write(canvas.text("GFLOP/s"), row: 2, column: left, in: canvas.foreground, widestInPixels: frame.width)
        legend.draw(on: &pixels, row: height - legend.heightInPixels - 2, ink: canvas.foreground)
        return pixels
    }

    private func drawAxes(_ labels: [TextMask], _ frame: Frame, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        var lastRow = Int.max
        for (tick, label) in zip(frame.vertical.ticks, labels) {
            guard let point = frame.point(frame.horizontal.low, tick * 1e9) else { continue }
            let row = frame.row + Int(point.row)
            pixels.fill(row: row, column: frame.column, heightInPixels: 1, widthInPixels: frame.width, with: canvas.quiet)
            guard lastRow - row >= label.heightInPixels else { continue }
            lastRow = row
            pixels.write(label, row: row - label.heightInPixels / 2, column: frame.column - label.widthInPixels - 5, in: canvas.foreground)
        }
        let bottom = frame.row + frame.height
        pixels.fill(row: frame.row, column: frame.column, heightInPixels: frame.height, widthInPixels: 1, with: canvas.foreground)
        pixels.fill(row: bottom, column: frame.column, heightInPixels: 1, widthInPixels: frame.width, with: canvas.foreground)
        var nextFree = 0
        for tick in frame.horizontal.ticks {
            guard let point = frame.point(tick, frame.vertical.low * 1e9) else { continue }
            let column = frame.column + Int(point.column)
            let label = canvas.text(Self.text(tick))
            let start = min(max(0, column - label.widthInPixels / 2), pixels.widthInPixels - label.widthInPixels)
            guard start >= nextFree else { continue }
            nextFree = start + label.widthInPixels + 6
            pixels.fill(row: bottom, column: column, heightInPixels: 4, widthInPixels: 1, with: canvas.foreground)
            pixels.write(label, row: bottom + 5, column: start, in: canvas.foreground)
        }
        let title = canvas.text("operations a byte")
        let column = max(frame.column, frame.column + (frame.width - title.widthInPixels) / 2)
        pixels.write(title, row: bottom + 6 + title.heightInPixels, column: column, in: canvas.foreground)
    }

    /// The slope of the memory, as far as it is in the plot, and the level of the peak.
    private func drawRoof(_ frame: Frame, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        let start = max(frame.horizontal.low, frame.vertical.low * 1e9 / bandwidth)
        let ends = [start, peak / bandwidth, frame.horizontal.high].compactMap { frame.point($0, roof(at: $0)) }
        let mask = StrokeMask(
            heightInPixels: frame.height, widthInPixels: frame.width, lines: [ends], lineWidthInPixels: 2 * canvas.textScale)
        pixels.draw(mask, row: frame.row, column: frame.column, in: canvas.foreground)
    }

    private func drawPoints(_ frame: Frame, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        let radius = Int((2 * canvas.textScale).rounded())
        let colors = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, canvas.seriesColor($0)) })
        for point in points {
            guard let place = frame.point(point.intensity, point.rate), let color = colors[point.group] else { continue }
            pixels.fill(
                row: frame.row + Int(place.row) - radius, column: frame.column + Int(place.column) - radius,
                heightInPixels: 2 * radius + 1, widthInPixels: 2 * radius + 1, with: color)
        }
    }
}
