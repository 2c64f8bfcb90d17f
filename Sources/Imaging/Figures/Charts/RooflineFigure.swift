/// How fast steps run over how much they compute with each byte, under what the machine allows: the roofline model.
///
/// With intensity `x` in operations a byte, a step runs at `min(peak, bandwidth · x)` at most.
/// Source: Williams, Waterman, Patterson, "Roofline", CACM 52(4), 2009, https://doi.org/10.1145/1498765.1498785.
package struct RooflineFigure {
    /// One step.
    package struct Point: Sendable {
        package let name: String
        /// What it has in common with others, which get the same color.
        package let group: String
        /// Operations for each byte that must be read or written.
        package let intensity: Double
        /// Operations a second.
        package let rate: Double

        package init(name: String, group: String, intensity: Double, rate: Double) {
            (self.name, self.group, self.intensity, self.rate) = (name, group, intensity, rate)
        }
    }

    /// Words at the caption's beginning.
    package let title: String
    /// Only those with a positive, finite place are drawn.
    package let points: [Point]
    /// The most operations a second.
    package let peak: Double
    /// The most bytes a second.
    package let bandwidth: Double

    package init(title: String, points: [Point], peak: Double, bandwidth: Double) {
        (self.title, self.peak, self.bandwidth) = (title, peak, bandwidth)
        self.points = points.filter { $0.intensity > 0 && $0.rate > 0 && $0.intensity.isFinite && $0.rate.isFinite }
    }

    /// What the machine allows at an intensity.
    package func roof(at intensity: Double) -> Double { min(peak, bandwidth * intensity) }

    /// Draws the roof, and a dot for each step.
    ///
    /// - Throws: ``FigureError`` where there is nothing to draw, or no room.
    package func figure(on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard !points.isEmpty, peak > 0, bandwidth > 0 else { throw .empty(shape: [points.count]) }
        let horizontal = ChartScale(points.map(\.intensity) + [peak / bandwidth], isLogarithmic: true, base: 2)
        let vertical = ChartScale((points.map(\.rate) + [peak]).map { $0 / 1e9 }, isLogarithmic: true, base: 2)
        let pixels = try draw(horizontal, vertical, canvas)
        let rates = points.map { $0.rate / 1e9 }
        let caption =
            "\(title): GFLOP/s over operations a byte, \(points.count) steps, both axes logarithmic, range "
            + "\(Self.text(rates.min() ?? 0))..\(Self.text(rates.max() ?? 0)); roof: \(Self.text(peak / 1e9)) GFLOP/s in registers, "
            + "\(Self.text(bandwidth / 1e9)) GB/s from memory, which meet at \(Self.text(peak / bandwidth)) operations a byte"
        let source = FigureSource(
            "points, logarithmic", parts: [.list(points.map(\.intensity)), .list(points.map(\.rate))])
        return Figure(pixels, caption: caption, textTwin: textTwin, source: source)
    }

    /// A line a step: where it is, and how far below the roof.
    private var textTwin: [String] {
        points.map { point in
            let share = Self.text(point.rate / roof(at: point.intensity) * 100)
            return "  \(point.name): \(Self.text(point.intensity)) operations a byte, \(Self.text(point.rate / 1e9)) GFLOP/s, "
                + "\(share) % of the roof, \(point.group)"
        }
    }

    /// Three digits, or all before the point.
    static func text(_ number: Double) -> String { NumberFormat.significant(number, digits: number >= 1000 && number < 10_000 ? 4 : 3) }

    /// The groups in the order in which they come first.
    var groups: [String] {
        points.reduce(into: []) { names, point in if !names.contains(point.group) { names.append(point.group) } }
    }
}
