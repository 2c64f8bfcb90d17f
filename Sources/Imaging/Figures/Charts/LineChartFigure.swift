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

    /// Draws the lines.
    ///
    /// - Throws: ``FigureError`` where there is nothing to draw, or no room.
    package func figure(on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let count = series.map(\.numbers.count).max() ?? 0
        let numbers = series.flatMap { $0.numbers.compactMap { $0 } }.filter(\.isFinite)
        guard count > 0, !numbers.isEmpty else { throw .empty(shape: [count]) }
        let vertical = ChartScale(numbers + levels.map(\.number), isLogarithmic: isLogarithmic ?? Self.spansDecades(numbers))
        let pixels = try draw(vertical, count: count, canvas)
        let scaling = vertical.isLogarithmic ? "logarithmic" : "linear"
        let range = "\(Self.text(numbers.min() ?? 0))..\(Self.text(numbers.max() ?? 0))"
        let lines = series.count == 1 ? "1 line" : "\(series.count) lines"
        let caption = "\(title): \(verticalTitle) over \(horizontalTitle), \(lines) of \(count) places, \(scaling), range \(range)"
        let parts = series.map { FigureSource.Numbers.list($0.numbers.map { $0 ?? .nan }) }
        return Figure(
            pixels, caption: caption, textTwin: series.map(Self.line), details: series.map(Self.course),
            source: FigureSource("lines, \(scaling)", parts: parts))
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

    /// A line's way: its ends, and where it is lowest and highest.
    private static func course(_ series: Series) -> String {
        let points = series.numbers.enumerated().compactMap { index, number in
            number.flatMap { $0.isFinite ? (place: index + 1, number: $0) : nil }
        }
        guard let first = points.first, let last = points.last, let lowest = points.min(by: { $0.number < $1.number }),
            let highest = points.max(by: { $0.number < $1.number })
        else { return "\(series.name): no numbers" }
        let steps = zip(points, points.dropFirst()).map { $1.number - $0.number }
        let way = steps.allSatisfy { $0 >= 0 } ? ", never falling" : steps.allSatisfy { $0 <= 0 } ? ", never rising" : ""
        return "\(series.name): from \(text(first.number)) at \(first.place) to \(text(last.number)) at \(last.place)\(way), "
            + "lowest \(text(lowest.number)) at \(lowest.place), highest \(text(highest.number)) at \(highest.place)"
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
