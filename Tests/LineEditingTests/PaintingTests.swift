import LineEditing
import TestSupport
import Testing

@Suite struct `The painted line` {
    private static func width(_ character: Character) -> Int { DisplayWidth.of(String(character)) }

    private func content(_ text: String, cursor: Int? = nil, hint: String = "") -> EditedText {
        EditedText(prompt: "In [1]: ", continuation: "   ...: ", text: text, cursor: cursor ?? text.utf8.count, hint: hint)
    }

    private func painted(_ contents: [EditedText], height: Int = 6, width: Int = 20) -> ScreenModel {
        var painter = LinePainter(isInColor: true, promptEnd: "\u{1B}]133;B\u{1B}\\")
        var screen = ScreenModel(heightInCells: height, widthInCells: width)
        for content in contents {
            screen.write(painter.painting(content, heightInCells: height, widthInCells: width), width: Self.width)
        }
        return screen
    }

    @Test func `stands behind its prompt with the cursor at its place`() {
        let screen = painted([content("1 + 2", cursor: 2)])
        #expect(screen.lines[0] == "In [1]: 1 + 2")
        #expect((screen.row, screen.column) == (0, 10))
    }

    @Test func `goes on below the last column`() {
        let screen = painted([content("abcdefghijklmnop")])
        #expect(screen.lines.prefix(2) == ["In [1]: abcdefghijkl", "mnop"])
        #expect((screen.row, screen.column) == (1, 4))
    }

    @Test func `has the cursor in the next row behind a full one`() {
        let screen = painted([content("abcdefghijkl")])
        #expect((screen.row, screen.column) == (1, 0))
    }

    @Test func `never splits a wide character`() {
        let screen = painted([content("abcdefghijk日本")])
        #expect(screen.lines.prefix(2) == ["In [1]: abcdefghijk", "日本"])
        #expect((screen.row, screen.column) == (1, 4))
    }

    @Test func `keeps what combines with a character in its cell`() {
        let screen = painted([content("e\u{301}x", cursor: 3)])
        #expect(screen.lines[0] == "In [1]: e\u{301}x")
        #expect(screen.column == 9)
    }

    @Test func `shows control characters and never sends them`() {
        #expect(painted([content("a\u{1}b\u{7F}")]).lines[0] == "In [1]: a^Ab^?")
        #expect(painted([content("a\u{9B}2Jb")]).lines[0] == "In [1]: a\u{FFFD}2Jb")
    }

    @Test func `has a continuation before each further line`() {
        let screen = painted([content("for i in 1..2 {\nsay\n}", cursor: 18)], width: 30)
        #expect(screen.lines.prefix(3) == ["In [1]: for i in 1..2 {", "   ...: say", "   ...: }"])
        #expect((screen.row, screen.column) == (1, 10))
    }

    @Test func `shows a hint as far as its row has room, and takes it away`() {
        #expect(painted([content("load", hint: " digits; predict")]).lines[0] == "In [1]: load digit…")
        #expect(painted([content("load", hint: "\nnext")]).lines[0] == "In [1]: load…")
        #expect(painted([content("load", hint: " digits"), content("load")]).lines[0] == "In [1]: load")
        #expect(painted([content("abcdefghijkl", hint: "x")]).lines.prefix(2) == ["In [1]: abcdefghijkl", "x"])
    }

    @Test func `of more rows than the screen is shown around the cursor`() {
        let text = (0..<500).map { "line \($0)" }.joined(separator: "\n")
        let end = painted([content(text)])
        #expect(end.lines.last == "   ...: line 499" && end.row == 5)
        let start = painted([content(text), content(text, cursor: 0)])
        #expect(start.lines[0] == "In [1]: line 0" && start.row == 0)
        #expect(start.lines.last == "   ...: line 5")
    }

    @Test func `is taken off a window that became narrower`() {
        var painter = LinePainter(isInColor: false)
        _ = painter.painting(content("abcdefghijklmnop"), heightInCells: 6, widthInCells: 40)
        // 24 cells with the cursor behind them take three rows of 10.
        #expect(painter.erasing(widthInCells: 10) == "\r\u{1B}[2A\u{1B}[J")
    }

    @Test func `has colors of the palette, or none`() {
        let styles = [StyledRange(0..<4, .command), StyledRange(5..<6, .number)]
        let text = EditedText(prompt: "> ", text: "show 4", cursor: 6, styles: styles, hint: "2")
        var colored = LinePainter(isInColor: true)
        #expect(
            colored.painting(text, heightInCells: 5, widthInCells: 40)
                == "\r\u{1B}[0;32m> \u{1B}[0m\u{1B}[0;1;34mshow\u{1B}[0m \u{1B}[0;33m4\u{1B}[0;2m2\u{1B}[0m\r\u{1B}[8C")
        var plain = LinePainter(isInColor: false)
        #expect(plain.painting(text, heightInCells: 5, widthInCells: 40) == "\r> show 4\u{1B}[0;2m2\u{1B}[0m\r\u{1B}[8C")
    }

    @Test func `writes only what changed`() {
        var painter = LinePainter(isInColor: true)
        _ = painter.painting(content("load digit"), heightInCells: 5, widthInCells: 40)
        #expect(painter.painting(content("load digits"), heightInCells: 5, widthInCells: 40) == "\r\u{1B}[18Cs\r\u{1B}[19C")
        #expect(painter.painting(content("load digits"), heightInCells: 5, widthInCells: 40) == "")
    }

    @Test(arguments: 0..<40) func `is on the screen what it would be if painted at once, whatever was there before`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (height, width) = (Int.random(in: 2...8, using: &random), Int.random(in: 12...30, using: &random))
        var painter = LinePainter(isInColor: true)
        var screen = ScreenModel(heightInCells: height, widthInCells: width)
        for _ in 0..<30 {
            let text = Self.randomText(using: &random)
            let offsets = text.indices.map { text.utf8.distance(from: text.startIndex, to: $0) } + [text.utf8.count]
            let next = content(text, cursor: offsets.randomElement(using: &random), hint: Bool.random(using: &random) ? "hint 日" : "")
            screen.write(painter.painting(next, heightInCells: height, widthInCells: width), width: Self.width)
            let whole = painted([next], height: height, width: width)
            let isWindowed = whole.lines.last != "" || screen.lines.last != ""
            if !isWindowed { #expect(screen.lines == whole.lines, "seed \(seed), '\(text)'") }
            #expect(screen.column == whole.column, "seed \(seed), '\(text)'")
            #expect(screen.unknown.isEmpty)
        }
    }

    private static func randomText(using random: inout SeededGenerator) -> String {
        let pieces = ["a", "bc", " ", "日", "e\u{301}", "\n", "😀", "load conv1", "\t"]
        return (0..<Int.random(in: 0...14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
}
