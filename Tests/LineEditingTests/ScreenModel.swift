/// A screen that follows what a painter writes: cells, the cursor, wrapping in the last column as terminals do it.
struct ScreenModel {
    let heightInCells: Int
    let widthInCells: Int
    /// Each cell its character; wide ones leave the cell behind them empty.
    private(set) var rows: [[String]]
    private(set) var row = 0
    private(set) var column = 0
    private var waitsToWrap = false
    /// Sequences that the model does not know.
    private(set) var unknown: [String] = []

    init(heightInCells: Int, widthInCells: Int) {
        (self.heightInCells, self.widthInCells) = (heightInCells, widthInCells)
        rows = Array(repeating: Array(repeating: " ", count: widthInCells), count: heightInCells)
    }

    /// The rows as text, without the blanks at their ends.
    var lines: [String] {
        rows.map { row in
            let text = row.joined()
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    mutating func write(_ text: String, width: (Character) -> Int) {
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "\u{1B}": takeSequence(&rest)
            case "\r\n":
                returnCarriage()
                feedLine()
            case "\r": returnCarriage()
            case "\n": feedLine()
            default: put(character, widthInCells: width(character))
            }
        }
    }

    private mutating func takeSequence(_ rest: inout Substring) {
        let kind = rest.popFirst()
        if kind == "]" {
            while let next = rest.popFirst(), next != "\u{1B}" {}
            _ = rest.popFirst()
            return
        }
        let parameters = rest.prefix { $0.isNumber || $0 == ";" || $0 == "?" }
        rest = rest[parameters.endIndex...]
        let final = rest.popFirst().map(String.init) ?? ""
        let count = Int(parameters) ?? 1
        waitsToWrap = false
        switch final {
        case "A": row = max(0, row - count)
        case "B": row = min(heightInCells - 1, row + count)
        case "C": column = min(widthInCells - 1, column + count)
        case "K": erase(row, from: column)
        case "J":
            erase(row, from: column)
            for below in rows.indices where below > row { erase(below, from: 0) }
        case "m": break
        default: unknown.append("\(kind.map(String.init) ?? "")\(parameters)\(final)")
        }
    }

    private mutating func put(_ character: Character, widthInCells width: Int) {
        if waitsToWrap || column + width > widthInCells {
            returnCarriage()
            feedLine()
        }
        rows[row][column] = String(character)
        if width == 2 { rows[row][column + 1] = "" }
        column += width
        if column == widthInCells { (column, waitsToWrap) = (widthInCells - 1, true) }
    }

    private mutating func returnCarriage() { (column, waitsToWrap) = (0, false) }

    private mutating func feedLine() {
        waitsToWrap = false
        if row + 1 < heightInCells {
            row += 1
        } else {
            rows.removeFirst()
            rows.append(Array(repeating: " ", count: widthInCells))
        }
    }

    private mutating func erase(_ row: Int, from column: Int) {
        for index in column..<widthInCells { rows[row][index] = " " }
    }
}
