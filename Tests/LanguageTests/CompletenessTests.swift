import Language
import Testing

struct CompletenessTests {
    @Test(arguments: [
        ("", Completeness.complete), ("show maps", .complete), ("let x = 3", .complete), ("# comment (", .complete),
        ("mean(x", .incomplete(expected: "')'")), ("let x = [1,\n2", .incomplete(expected: "']'")),
        ("if a {", .incomplete(expected: "'}'")), ("if a { say b\n", .incomplete(expected: "'}'")),
        ("if a { f(1", .incomplete(expected: "')'")), ("say 'abc", .incomplete(expected: "'")), ("say \"abc", .incomplete(expected: "\"")),
        ("show maps \\", .incomplete(expected: "another line")), ("show (1 +", .incomplete(expected: "')'")),
        ("def f(a", .incomplete(expected: "')'")), ("let x =", .invalid), ("let x = )", .invalid), ("shwo maps", .invalid),
        ("let = 3\nmean(x", .invalid),
    ])
    func `what is typed is complete, incomplete or invalid`(source: String, expected: Completeness) {
        #expect(Completeness(of: SourceText(source), vocabulary: vocabulary) == expected)
    }
}
