/// Numbers as bars around 0, side by side: upward where positive, downward where negative.
package struct BarFigure {
    /// The caption's beginning: what the bars are.
    package var title: String
    /// What each bar is, for the words that stand for the picture.
    package var names: [String]
    /// Bars to be told from the others.
    package var isMarked: [Bool]

    package init(title: String, names: [String], isMarked: [Bool] = []) {
        self.title = title
        self.names = names
        self.isMarked = isMarked
    }

    private static let positive = RGB(33, 102, 172)
    private static let negative = RGB(178, 24, 43)
    private static let mark = RGB(230, 159, 0)
    /// With letters of the standard size.
    private static let widestBarInPixels = 24.0
    /// The share of the canvas's height that bars take.
    private static let heightShare = 0.6
    /// More bars than this are counted, not described.
    private static let describedCount = 20

    /// Draws the bars; where there are more than columns of pixels, each column has the bar of greatest magnitude among those it stands for.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of numbers: [Float], on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let finite = numbers.filter(\.isFinite)
        guard !finite.isEmpty else { throw .empty(shape: [numbers.count]) }
        let (low, high) = (min(0, finite.min() ?? 0), max(0, finite.max() ?? 0))
        let labels = [high, low].map { canvas.label(NumberFormat.short($0)) }
        let margin = (labels.map(\.widthInPixels).max() ?? 0) + 4
        let height = Int(Double(canvas.heightInPixels) * Self.heightShare)
        let room = canvas.widthInPixels - margin
        guard height > 4 * labels[0].heightInPixels, room > 0 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        let pitch = max(1, min(Int(Self.widestBarInPixels * canvas.textScale), room / numbers.count))
        let columnCount = min(numbers.count, room)
        var pixels = PixelCanvas(
            heightInPixels: height, widthInPixels: margin + columnCount * pitch, filledWith: canvas.background)
        let scale = high > low ? Double(height - 1) / (Double(high) - Double(low)) : 0
        let zero = Int((Double(high) * scale).rounded())
        for column in 0..<columnCount {
            let part = column * numbers.count / columnCount..<(column + 1) * numbers.count / columnCount
            guard let index = part.filter({ numbers[$0].isFinite }).max(by: { abs(numbers[$0]) < abs(numbers[$1]) }) else { continue }
            let length = Int((abs(Double(numbers[index])) * scale).rounded())
            let isMarked = part.contains { self.isMarked.indices.contains($0) && self.isMarked[$0] }
            pixels.fill(
                row: numbers[index] > 0 ? zero - length : zero, column: margin + column * pitch, heightInPixels: max(1, length),
                widthInPixels: max(1, pitch - (pitch > 3 ? 1 : 0)),
                with: canvas.ink(isMarked ? Self.mark : numbers[index] > 0 ? Self.positive : Self.negative))
        }
        pixels.fill(row: zero, column: margin, heightInPixels: 1, widthInPixels: columnCount * pitch, with: canvas.foreground)
        if high > 0 { pixels.write(labels[0], row: 0, column: 0, in: canvas.foreground) }
        if low < 0 { pixels.write(labels[1], row: height - labels[1].heightInPixels, column: 0, in: canvas.foreground) }
        let merged = columnCount < numbers.count ? ", the greatest of about \(numbers.count / columnCount) in each column" : ""
        let caption =
            "\(title): \(numbers.count) bars, range \(NumberFormat.short(finite.min() ?? 0))..\(NumberFormat.short(finite.max() ?? 0))\(merged)"
        return Figure(
            pixels, caption: caption, textTwin: lines(numbers), details: details(numbers),
            source: FigureSource("bars", parts: [.list(numbers.map(Double.init))]))
    }

    /// The greatest and the least bars, and how many there are on either side.
    private func details(_ numbers: [Float]) -> [String] {
        let named = zip(names, numbers).filter { $0.1.isFinite }.sorted { $0.1 > $1.1 }
        let shown = { (bars: ArraySlice<(String, Float)>) in
            bars.map { "\($0.0) (\(NumberFormat.short($0.1)))" }.joined(separator: ", ")
        }
        guard !named.isEmpty else { return [] }
        return [
            "\(numbers.count { $0 > 0 }) above zero, \(numbers.count { $0 < 0 }) below", "greatest: \(shown(named.prefix(5)))",
            "least: \(shown(named.suffix(5).reversed()[...]))",
        ]
    }

    private func lines(_ numbers: [Float]) -> [String] {
        let described = zip(names, numbers).prefix(Self.describedCount).enumerated().map { index, bar in
            "  \(bar.0): \(NumberFormat.short(bar.1))" + (isMarked.indices.contains(index) && isMarked[index] ? ", marked" : "")
        }
        return described + (numbers.count > Self.describedCount ? ["  … and \(numbers.count - Self.describedCount) more"] : [])
    }
}
