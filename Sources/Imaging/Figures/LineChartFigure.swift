/// Numbers over their position, as lines in one frame with axes, numbers and a legend.
package struct LineChartFigure {
    /// One line.
    package struct Series: Sendable {
        package let name: String
        /// Places 1, 2, … along the horizontal axis; `nil` leaves a gap.
        package let numbers: [Double?]

        package init(name: String, numbers: [Double?]) {
            self.name = name
            self.numbers = numbers
        }
    }

    /// A horizontal line that the others are compared with, such as the size of the input.
    package struct Level: Sendable {
        package let name: String
        package let number: Double

        package init(name: String, number: Double) {
            self.name = name
            self.number = number
        }
    }

    /// Words at the caption's beginning.
    package let title: String
    package let horizontalTitle: String
    package let verticalTitle: String
    package let series: [Series]
    package let levels: [Level]
    /// Whether the vertical axis is logarithmic; `nil` where the numbers may tell.
    package let isLogarithmic: Bool?

    package init(
        title: String, horizontalTitle: String, verticalTitle: String, series: [Series], levels: [Level] = [], isLogarithmic: Bool? = nil
    ) {
        self.title = title
        self.horizontalTitle = horizontalTitle
        self.verticalTitle = verticalTitle
        self.series = series
        self.levels = levels
        self.isLogarithmic = isLogarithmic
    }

    static let textSize = 12
    private static let largestSize = (height: 420, width: 900)
    private static let smallestPlot = (height: 40, width: 60)
    /// Lines of no more points than this have a dot at each.
    private static let mostDots = 64

    /// Draws the lines.
    ///
    /// - Throws: ``FigureError`` where there is nothing to draw, or no room.
    package func figure(on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let count = series.map(\.numbers.count).max() ?? 0
        let numbers = series.flatMap { $0.numbers.compactMap { $0 } }.filter(\.isFinite)
        guard count > 0, !numbers.isEmpty else { throw .empty(shape: [count]) }
        let vertical = ChartScale(numbers + levels.map(\.number), isLogarithmic: isLogarithmic ?? Self.spansDecades(numbers))
        let image = try draw(vertical, count: count, canvas)
        let scaling = vertical.isLogarithmic ? "logarithmic" : "linear"
        let range = "\(Self.text(numbers.min() ?? 0))..\(Self.text(numbers.max() ?? 0))"
        let caption = "\(title): \(verticalTitle) over \(horizontalTitle), \(scaling), range \(range)"
        let lines = series.map { FigureSource.Numbers.list($0.numbers.map { $0 ?? .nan }) }
        return Figure(
            image: image, caption: caption, textTwin: series.map(Self.line), source: FigureSource("lines, \(scaling)", parts: lines))
    }

    private static func spansDecades(_ numbers: [Double]) -> Bool {
        let positive = numbers.filter { $0 > 0 }
        guard positive.count == numbers.count, let least = positive.min(), let greatest = positive.max() else { return false }
        return greatest > 30 * least
    }

    /// Four digits, with a unit of a thousand where there are more: `512`, `25.56 M`.
    static func text(_ number: Double) -> String {
        for (limit, unit) in [(1e9, "G"), (1e6, "M"), (1e4, "k")] where abs(number) >= limit && abs(number) < 1e12 {
            return NumberFormat.significant(number / (unit == "k" ? 1e3 : limit), digits: 4) + " " + unit
        }
        return NumberFormat.significant(number, digits: 4)
    }

    /// A line's numbers where they change: `rf of resnet50: 1: 7, 2: 11, …`.
    private static func line(_ series: Series) -> String {
        var last: Double?
        var words: [String] = []
        for (index, number) in series.numbers.enumerated() where number != last {
            words.append("\(index + 1): \(number.map(text) ?? "none")")
            last = number
        }
        let limit = 40
        let rest = words.count > limit ? ", … (\(words.count - limit) more changes)" : ""
        return "  \(series.name): \(words.prefix(limit).joined(separator: ", "))\(rest)"
    }
}

// MARK: - Drawing

extension LineChartFigure {
    /// Where the plot lies on the picture.
    private struct Frame {
        let row: Int
        let column: Int
        let height: Int
        let width: Int
    }

    private func draw(_ vertical: ChartScale, count: Int, _ canvas: FigureCanvas) throws(FigureError) -> Image {
        let height = min(canvas.heightInPixels, Self.largestSize.height)
        let width = min(canvas.widthInPixels, Self.largestSize.width)
        let labels = vertical.ticks.map { TextMask(Self.text($0), sizeInPixels: Self.textSize) }
        let legend = ChartLegend(
            names: series.map(\.name), widthInPixels: width, textSize: Self.textSize,
            colors: series.indices.map { Self.color($0, on: canvas) })
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
            draw(
                series, vertical, count: count, frame, color: Self.color(index, on: canvas), isDashed: index >= Self.colors.count,
                on: &pixels)
        }
        let title = TextMask(verticalTitle, sizeInPixels: Self.textSize)
        pixels.write(title, row: 2, column: left, in: canvas.foreground, widestInPixels: frame.width)
        legend.draw(on: &pixels, row: height - legend.heightInPixels - 2, ink: canvas.foreground)
        return pixels.image
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
            let label = TextMask("\(place)", sizeInPixels: Self.textSize)
            let start = min(max(0, column - label.widthInPixels / 2), pixels.widthInPixels - label.widthInPixels)
            guard start >= nextFree else { continue }
            nextFree = start + label.widthInPixels + 6
            pixels.fill(row: bottom, column: column, heightInPixels: 4, widthInPixels: 1, with: canvas.foreground)
            pixels.write(label, row: bottom + 5, column: start, in: canvas.foreground)
        }
        let title = TextMask(horizontalTitle, sizeInPixels: Self.textSize)
        let column = max(frame.column, frame.column + (frame.width - title.widthInPixels) / 2)
        pixels.write(title, row: bottom + 6 + title.heightInPixels, column: column, in: canvas.foreground)
    }

    private func drawLevels(_ vertical: ChartScale, _ frame: Frame, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        for level in levels {
            guard let row = Self.row(of: level.number, vertical, frame) else { continue }
            let place = Double(row - frame.row) + 0.5
            let ends = [StrokeMask.Point(row: place, column: 0), StrokeMask.Point(row: place, column: Double(frame.width))]
            let mask = StrokeMask(
                heightInPixels: frame.height + 1, widthInPixels: frame.width, lines: [ends], lineWidthInPixels: 1, isDashed: true)
            pixels.draw(mask, row: frame.row, column: frame.column, in: canvas.foreground)
            let label = TextMask("\(level.name) \(Self.text(level.number))", sizeInPixels: Self.textSize - 1)
            pixels.write(label, row: max(0, row - label.heightInPixels), column: frame.column + 6, in: canvas.foreground)
        }
    }

    private func draw(
        _ series: Series, _ vertical: ChartScale, count: Int, _ frame: Frame, color: RGB, isDashed: Bool, on pixels: inout PixelCanvas
    ) {
        var lines: [[StrokeMask.Point]] = []
        var line: [StrokeMask.Point] = []
        for (index, number) in series.numbers.enumerated() {
            if let share = number.flatMap(vertical.share) {
                let row = (1 - share) * Double(frame.height - 3) + 1.5
                line.append(StrokeMask.Point(row: row, column: Self.column(of: index + 1, count: count, frame) - Double(frame.column)))
            } else if !line.isEmpty {
                lines.append(line)
                line = []
            }
        }
        if !line.isEmpty { lines.append(line) }
        let mask = StrokeMask(heightInPixels: frame.height, widthInPixels: frame.width, lines: lines, isDashed: isDashed)
        pixels.draw(mask, row: frame.row, column: frame.column, in: color)
        for line in lines where series.numbers.count <= Self.mostDots || line.count == 1 {
            for point in line {
                pixels.fill(
                    row: frame.row + Int(point.row) - 2, column: frame.column + Int(point.column) - 2, heightInPixels: 5, widthInPixels: 5,
                    with: color)
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

    /// Colors that people of any color vision tell apart.
    ///
    /// Source: Okabe, Ito, "Color universal design", 2008, https://jfly.uni-koeln.de/color/.
    static let colors = [
        RGB(86, 180, 233), RGB(230, 159, 0), RGB(0, 158, 115), RGB(204, 121, 167), RGB(213, 94, 0), RGB(0, 114, 178), RGB(240, 228, 66),
    ]

    private static func color(_ index: Int, on canvas: FigureCanvas) -> RGB {
        let color = colors[index % colors.count]
        return canvas.background.luminance > 0.4 && color.luminance > 0.5 ? color.mixed(with: .black, share: 0.35) : color
    }
}
