import TestSupport
import Testing
import Workbench

struct SyntaxColoringTests {
    /// The colored parts as `role:text`.
    private static func parts(_ source: String) -> [String] {
        let session = Transcript().session()
        session.execute("load digits; let width_a = 1; def twice(x) { 2 * x }")
        let bytes = Array(source.utf8)
        return session.syntax(of: source).map { "\($0.role):\(String(decoding: bytes[$0.range], as: UTF8.self))" }
    }

    @Test(
        arguments: [
            ("show maps of conv1 top 4", ["command:show", "clause:of", "place:conv1", "clause:top", "number:4"]),
            ("show maps of nolayer # why", ["command:show", "clause:of", "comment:# why"]),
            ("let y = mean(maps) + width_a", ["keyword:let", "function:mean", "function:maps", "variable:width_a"]),
            ("say \"a $b\" $width_a", ["command:say", "string:\"a $b\"", "variable:$width_a"]),
            ("say (twice(2))", ["command:say", "function:twice", "number:2"]),
            ("for i in 1..3 { say $i }; help", ["keyword:for", "keyword:in", "number:1..3", "command:say", "variable:$i", "command:help"]),
            (
                "if 1 { say a } else { time predict }",
                ["keyword:if", "number:1", "command:say", "keyword:else", "command:time", "command:predict"]
            ),
            (
                "find conv1 where max > 2 top 3",
                ["command:find", "place:conv1", "clause:where", "function:max", "number:2", "clause:top", "number:3"]
            ),
            ("rf conv2:3@4,5", ["command:rf", "place:conv2:3@4,5"]), ("?mean", ["command:?"]),
            ("scale(\"conv1\")", ["function:scale", "string:\"conv1\""]),
            ("say 'open", ["command:say", "string:'open"]), ("unknown word", []), ("", []),
            ("layer conv1\nlayer 2", ["command:layer", "place:conv1", "command:layer", "number:2"]),
        ] as [(String, [String])])
    func `the parts of a line are told apart`(source: String, expected: [String]) {
        #expect(Self.parts(source) == expected)
    }

    @Test(arguments: 0..<50) func `any text is colored without overlaps`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let session = Transcript().session()
        let pieces = [
            "show ", "\"", "'", "$", "(", ")", "{", "}", "\\", "\n", ";", "#", "é", "1.", "where ", "find ", "?", "let ", " ", "\u{0}", "@",
            ":",
        ]
        let text = (0..<30).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        var end = 0
        for span in session.syntax(of: text) {
            #expect(span.range.lowerBound >= end && !span.range.isEmpty, "seed \(seed)")
            end = span.range.upperBound
        }
        #expect(end <= text.utf8.count, "seed \(seed)")
    }
}
