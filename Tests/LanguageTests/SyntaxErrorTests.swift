import Language
import Testing

struct SyntaxErrorTests {
    /// `¦` marks where the caret must stand and is no part of the source.
    @Test(
        arguments: [
            ("let ¦= 3", "expected a name, found '='", nil),
            ("let ¦if = 3", "expected a name, found 'if'", "'if' is a word of the language"),
            ("let x ¦3", "expected '=', found '3'", nil),
            ("let x = ¦", "expected a value, found the end of the input", nil),
            ("let x = ¦\ny", "expected a value, found the end of the line", nil),
            ("x ¦= 3", "expected an operator, found '='", "'==' compares; 'let name = …' gives a name"),
            ("1 < 2 ¦< 3", "expected one comparison, found another", "join two comparisons with 'and'"),
            ("1..2¦..3", "expected one range, found another", nil),
            ("x[1¦ 2]", "expected ',' or ']', found '2'", nil),
            ("mean¦(x", "expected ')' to close this '('", nil),
            ("f(1, ¦;", "expected a value, found ';'", nil),
            ("let x = ¦\"abc", "expected \" to close this quote", nil),
            ("say ¦'abc", "expected ' to close this quote", nil),
            ("let x = \"a¦\\q\"", "unknown escape after '\\'", "write '\\\\' for a backslash"),
            ("let x = ¦12abc", "expected a number, found '12abc'", nil),
            ("let x = ¦1e999", "expected a number below 1.8e308", nil),
            ("let x = 1 ¦? 2", "unexpected '?'", nil),
            ("let x = ¦\u{1B}[2J", "unexpected control character U+001B", nil),
            ("say \u{22}¦\u{1B}[2J\u{22}", "unexpected control character with the code 27", nil),
            ("¦shwo maps", "no command 'shwo'", "did you mean 'show'?"),
            ("¦laod /tmp/x.png", "no command 'laod'", "did you mean 'load'?"),
            ("¦frobnicate all", "no command 'frobnicate'", "'help' lists the commands"),
            ("1 + 2 ¦3", "expected the end of the line or ';', found '3'", nil),
            ("for x ¦of y { }", "expected 'in', found 'of'", nil),
            ("if x ¦say y", "expected '{', found 'say'", nil),
            ("if x ¦{ say y", "expected '}' to close this '{'", nil),
            ("¦else { }", "expected 'if' before 'else'", nil),
            ("def f(a¦ b) { }", "expected ',' or ')', found 'b'", nil),
            ("say hi ¦\\", "expected another line after '\\'", nil),
            ("show (1 + ¦)", "expected a value, found ')'", nil),
            ("¦) 1", "expected a value, found ')'", nil),
        ] as [(String, String, String?)])
    func `an error points at the word and says what was expected`(marked: String, message: String, help: String?) throws {
        let mark = try #require(marked.firstIndex(of: "¦"))
        let offset = marked[..<mark].utf8.count
        let source = SourceText(marked.replacing("¦", with: ""))
        let diagnostics = Parser.parse(source, vocabulary: vocabulary).diagnostics
        let first = try #require(diagnostics.first)
        #expect(first.message == message)
        #expect(first.help == help)
        let start = try #require(first.range).start
        #expect(start == offset || source[SourceRange(min(start, offset), max(start, offset))].allSatisfy { $0 == " " })
    }

    @Test func `several errors of a script are reported, each once`() {
        let source = SourceText("let = 1\nsay fine\nlet x 2; let y = 3\nshwo maps\nif a { let 3 = x\n say b }\n[1, 2")
        let (program, diagnostics) = Parser.parse(source, vocabulary: vocabulary)
        #expect(diagnostics.map { source.position(of: $0.range?.start ?? 0).line } == [1, 3, 4, 5, 7])
        #expect(TreeText.of(program) == "say! fine ; let y = 3 ; if a {say! b} else {}")
    }

    @Test func `a diagnostic shows the line with a caret and help`() {
        let source = SourceText("say a\n\nlayer conv9", firstLineNumber: 1)
        let diagnostic = Diagnostic(
            "no layer 'conv9' in 'resnet18'", at: SourceRange(13, 18), of: source, help: "did you mean 'conv1'? 'layers' lists all 62")
        #expect(
            diagnostic.rendered() == """
                error: no layer 'conv9' in 'resnet18'
                 --> session:3:7
                  |
                3 | layer conv9
                  |       ^^^^^
                  = help: did you mean 'conv1'? 'layers' lists all 62
                """)
        #expect(diagnostic.rendered(.prefix).hasPrefix("session:3:7: error: no layer 'conv9' in 'resnet18'\n  |\n3 | layer conv9"))
    }

    @Test func `a rendered diagnostic holds no control characters and no long lines`() {
        let text = String(repeating: "a", count: 5000) + "\u{1B}]0;x\u{7}\tb" + String(repeating: "c", count: 5000)
        let source = SourceText(text, name: "a\u{1B}b")
        let rendered = Diagnostic("bad '\u{1B}[31m'", at: SourceRange(5000, 5003), of: source).rendered()
        #expect(!rendered.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(rendered.split(separator: "\n").allSatisfy { $0.count < 120 })
    }

    @Test func `the caret stands under wide characters`() {
        let source = SourceText("say 漢字 x")
        let lines = Diagnostic("here", at: SourceRange(11, 12), of: source).rendered().split(separator: "\n")
        #expect(lines.last == "  |          ^")
    }
}
