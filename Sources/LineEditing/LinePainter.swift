/// Keeps the screen showing an edited statement: writes what differs from what it wrote before, and no more.
///
/// It draws downward from the row in which it begins. A statement of more rows than the screen has is shown in part, around the cursor.
package struct LinePainter {
    private let isInColor: Bool
    private let promptEnd: String
    private var rows: [[ScreenCell]] = []
    private var cursorRow = 0
    private var cursorColumn = 0
    private var firstShownRow = 0

    /// - Parameter promptEnd: Written behind the prompt; takes no room.
    package init(isInColor: Bool, promptEnd: String = "") {
        self.isInColor = isInColor
        self.promptEnd = promptEnd
    }

    /// Forgets what is shown: the next painting begins in the cursor's row, which is empty.
    package mutating func begin() {
        (rows, cursorRow, cursorColumn, firstShownRow) = ([], 0, 0, 0)
    }

    /// What has to be written so that the screen shows the statement and the cursor stands right.
    package mutating func painting(_ content: EditedText, heightInCells: Int, widthInCells: Int) -> String {
        let layout = ScreenLayout(content, widthInCells: widthInCells)
        let shown = window(of: layout, heightInCells: max(1, heightInCells))
        var output = ""
        for (index, row) in shown.enumerated() where index >= rows.count || row != rows[index] {
            output += move(toRow: index)
            output += repainting(row, over: index < rows.count ? rows[index] : [], beginsWithPrompt: index + firstShownRow == 0)
        }
        if shown.count < rows.count { output += move(toRow: shown.count) + "\r\u{1B}[J" }
        if shown.count < rows.count { cursorColumn = 0 }
        rows = shown
        output += move(toRow: layout.cursorRow - firstShownRow)
        if cursorColumn != layout.cursorColumn {
            output += "\r" + (layout.cursorColumn > 0 ? "\u{1B}[\(layout.cursorColumn)C" : "")
            cursorColumn = layout.cursorColumn
        }
        return output
    }

    /// Down to the row below everything, with what is shown left as it is.
    package mutating func leaving() -> String {
        let output = move(toRow: max(0, rows.count - 1)) + "\r\n"
        begin()
        return output
    }

    /// Takes everything off a screen whose width has changed; rows that became too wide were wrapped by the terminal.
    package mutating func erasing(widthInCells: Int) -> String {
        let width = max(1, widthInCells)
        let wrapped = rows.prefix(cursorRow).map { max(0, ScreenLayout.width($0) - 1) / width }.reduce(0, +) + cursorColumn / width
        let up = cursorRow + wrapped
        begin()
        return "\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J"
    }

    /// The rows around the cursor that the screen has room for, moved no further than needed.
    private mutating func window(of layout: ScreenLayout, heightInCells: Int) -> [[ScreenCell]] {
        let first = min(max(firstShownRow, layout.cursorRow - heightInCells + 1), layout.cursorRow)
        firstShownRow = max(0, min(first, layout.rows.count - heightInCells))
        return Array(layout.rows[firstShownRow..<min(layout.rows.count, firstShownRow + heightInCells)])
    }

    private mutating func move(toRow row: Int) -> String {
        defer { cursorRow = row }
        if row < cursorRow { return "\u{1B}[\(cursorRow - row)A" }
        let reachable = max(cursorRow, min(row, rows.count - 1))
        var output = reachable > cursorRow ? "\u{1B}[\(reachable - cursorRow)B" : ""
        if row > reachable {
            output += String(repeating: "\r\n", count: row - reachable)
            cursorColumn = 0
        }
        return output
    }

    private mutating func repainting(_ row: [ScreenCell], over old: [ScreenCell], beginsWithPrompt: Bool) -> String {
        let kept = zip(row, old).prefix { $0 == $1 }.count
        let column = ScreenLayout.width(row.prefix(kept))
        var output = "\r" + (column > 0 ? "\u{1B}[\(column)C" : "")
        var style: TextStyle?
        for (index, cell) in row.enumerated().dropFirst(kept) {
            if beginsWithPrompt, index > 0, cell.style != .prompt, row[index - 1].style == .prompt {
                output += select(nil, &style) + promptEnd
            }
            output += select(cell.style, &style) + cell.text
        }
        output += select(nil, &style)
        if beginsWithPrompt, kept < row.count, row.last?.style == .prompt { output += promptEnd }
        // In the last column the cursor waits to wrap, and erasing would take that column away.
        if ScreenLayout.width(row) < ScreenLayout.width(old) { output += "\u{1B}[K" }
        cursorColumn = -1
        return output
    }

    private func select(_ style: TextStyle?, _ current: inout TextStyle?) -> String {
        guard style != current else { return "" }
        let before = current?.parameters(inColor: isInColor)
        let after = style?.parameters(inColor: isInColor)
        current = style
        if before == after { return "" }
        return after.map { "\u{1B}[0;\($0)m" } ?? "\u{1B}[0m"
    }
}
