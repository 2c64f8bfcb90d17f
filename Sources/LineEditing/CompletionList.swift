/// The candidates laid out for the screen: with their summaries while they are few, in columns when they are many.
package struct CompletionList {
    let candidates: [CompletionCandidate]
    let widthInCells: Int
    /// More than these are counted, not listed.
    private let limit = 120
    /// Up to so many get a line and their summary each.
    private let describedLimit = 24

    package init(candidates: [CompletionCandidate], widthInCells: Int) {
        self.candidates = candidates
        self.widthInCells = widthInCells
    }

    /// The lines to print, none wider than the screen.
    package var lines: [String] {
        let shown = candidates.prefix(limit)
        let isDescribed = shown.count <= describedLimit && shown.contains { !$0.summary.isEmpty }
        var lines = isDescribed ? describedLines(Array(shown)) : columns(shown.map(\.text))
        if candidates.count > shown.count { lines.append("and \(candidates.count - shown.count) more") }
        return lines
    }

    private func describedLines(_ shown: [CompletionCandidate]) -> [String] {
        let nameWidth = shown.map { DisplayWidth.of($0.text) }.max() ?? 0
        return shown.map { candidate in
            let padding = String(repeating: " ", count: nameWidth - DisplayWidth.of(candidate.text) + 2)
            let line = candidate.summary.isEmpty ? candidate.text : candidate.text + padding + candidate.summary
            return DisplayWidth.cut(line, toCells: widthInCells - 1)
        }
    }

    private func columns(_ names: [String]) -> [String] {
        let columnWidth = (names.map(DisplayWidth.of).max() ?? 0) + 2
        let columnCount = max(1, (widthInCells - 1) / columnWidth)
        let rowCount = (names.count + columnCount - 1) / columnCount
        return (0..<rowCount).map { row in
            var line = ""
            for column in 0..<columnCount where column * rowCount + row < names.count {
                line += String(repeating: " ", count: column * columnWidth - DisplayWidth.of(line))
                line += DisplayWidth.cut(names[column * rowCount + row], toCells: widthInCells - 1)
            }
            return line
        }
    }
}
