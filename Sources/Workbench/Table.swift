/// Rows under titled columns.
package struct Table: Sendable, Equatable {
    /// On which side a column's cells stand.
    package enum Alignment: Sendable { case left, right }

    /// A column's title and the side its cells stand on.
    package struct Column: Sendable, Equatable {
        package let title: String
        package let alignment: Alignment

        package static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        package static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    package var columns: [Column]
    /// As many cells a row as there are columns.
    package var rows: [[String]]
    /// One line below the table; empty for none.
    package var caption: String

    package init(_ columns: [Column], rows: [[String]] = [], caption: String = "") {
        self.columns = columns
        self.rows = rows
        self.caption = caption
    }

    /// The table as lines of text.
    ///
    /// - Parameter width: Columns of text to fit into; the widest columns are cut with `…` until it fits, or until all are narrow.
    package func rendered(width: Int) -> [String] {
        let widths = fittedWidths(into: width)
        let hasTitles = columns.contains { !$0.title.isEmpty }
        var lines = hasTitles ? [line(columns.map(\.title), widths)] : []
        if hasTitles { lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")) }
        lines += rows.map { line($0, widths) }
        if !caption.isEmpty { lines.append(caption) }
        return lines
    }

    private func fittedWidths(into width: Int) -> [Int] {
        var widths = columns.indices.map { column in
            rows.reduce(columns[column].title.count) { max($0, column < $1.count ? $1[column].count : 0) }
        }
        let gaps = 2 * max(0, columns.count - 1)
        let narrowest = 6
        while widths.reduce(gaps, +) > width, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > narrowest {
            let second = widths.indices.filter { $0 != widest }.map { widths[$0] }.max() ?? narrowest
            let excess = widths.reduce(gaps, +) - width
            widths[widest] -= min(excess, max(1, widths[widest] - max(second, narrowest)))
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, width) in widths.enumerated() {
            let cell = column < cells.count ? cells[column] : ""
            let text = cell.count <= width ? cell : String(cell.prefix(max(0, width - 1))) + "…"
            let blanks = String(repeating: " ", count: width - text.count)
            line += columns[column].alignment == .right ? blanks + text : text + blanks
            if column < widths.count - 1 { line += "  " }
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
