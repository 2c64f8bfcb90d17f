/// What one place of the screen shows: a character with all that combines with it.
struct ScreenCell: Equatable, Sendable {
    let text: String
    /// 1, 2 for a wide character, more for what is written out, such as `^A`.
    let widthInCells: Int
    let style: TextStyle?
}

/// Where an edited statement stands on the screen: rows that are not wider than it, and the cursor.
///
/// A character that does not fit goes to the next row whole, as terminals have it. Complexity: O(n) in the text.
struct ScreenLayout: Equatable, Sendable {
    private(set) var rows: [[ScreenCell]] = [[]]
    private(set) var cursorRow = 0
    private(set) var cursorColumn = 0
    private let widthInCells: Int
    private var column = 0

    init(_ content: EditedText, widthInCells: Int) {
        self.widthInCells = max(2, widthInCells)
        append(DisplayWidth.cut(content.prompt, toCells: self.widthInCells / 2), .prompt)
        placeText(content)
        if !content.hint.isEmpty { placeHint(content.hint) }
    }

    /// Cells that a row takes.
    static func width(_ row: some Sequence<ScreenCell>) -> Int { row.reduce(0) { $0 + $1.widthInCells } }

    private mutating func placeText(_ content: EditedText) {
        let continuation = DisplayWidth.cut(content.continuation, toCells: widthInCells / 2)
        var styles = content.styles[...]
        var offset = 0
        var isCursorPlaced = false
        for character in content.text {
            if !isCursorPlaced, offset >= content.cursor {
                placeCursor()
                isCursorPlaced = true
            }
            while let first = styles.first, first.range.upperBound <= offset { styles.removeFirst() }
            let style = styles.first.flatMap { $0.range.contains(offset) ? $0.style : nil }
            if character.isNewline {
                startRow()
                append(continuation, .continuation)
            } else {
                append(character, style)
            }
            offset += character.utf8.count
        }
        if !isCursorPlaced { placeCursor() }
    }

    /// As much of the hint as there is room for behind the text.
    private mutating func placeHint(_ hint: String) {
        let line = hint.prefix { !$0.isNewline }
        let shown = DisplayWidth.cut(line.count < hint.count ? line + "…" : String(line), toCells: widthInCells - column - 1)
        if DisplayWidth.of(shown) < widthInCells - column { append(shown, .hint) }
    }

    private mutating func placeCursor() {
        // Behind a full row the cursor stands at the beginning of the next.
        if column >= widthInCells { startRow() }
        (cursorRow, cursorColumn) = (rows.count - 1, column)
    }

    private mutating func startRow() {
        rows.append([])
        column = 0
    }

    private mutating func append(_ text: String, _ style: TextStyle) {
        for character in text { append(character, style) }
    }

    private mutating func append(_ character: Character, _ style: TextStyle?) {
        let cell = Self.cell(character, style)
        if cell.widthInCells == 0, let last = rows[rows.count - 1].popLast() {
            rows[rows.count - 1].append(ScreenCell(text: last.text + cell.text, widthInCells: last.widthInCells, style: last.style))
            return
        }
        if column + cell.widthInCells > widthInCells { startRow() }
        rows[rows.count - 1].append(cell)
        column += cell.widthInCells
    }

    private static func cell(_ character: Character, _ style: TextStyle?) -> ScreenCell {
        if let ascii = character.asciiValue {
            if ascii == 0x09 { return ScreenCell(text: "  ", widthInCells: 2, style: style) }
            if ascii < 0x20 || ascii == 0x7F {
                return ScreenCell(text: "^" + String(UnicodeScalar(ascii ^ 0x40)), widthInCells: 2, style: .comment)
            }
            return ScreenCell(text: String(character), widthInCells: 1, style: style)
        }
        let text = String(character)
        if let scalar = text.unicodeScalars.first, scalar.properties.generalCategory == .control {
            return ScreenCell(text: "\u{FFFD}", widthInCells: 1, style: .comment)
        }
        return ScreenCell(text: text, widthInCells: DisplayWidth.of(text), style: style)
    }
}
