extension Help {
    /// A statement that is no command: how it is written, what it does.
    package struct StatementTopic: Sendable {
        package let name: String
        let usage: String
        /// Lower case, no period.
        package let summary: String
        package let examples: [Example]
    }

    /// In the order in which one learns them.
    package static let statements = [
        StatementTopic(
            name: "let", usage: "let NAME = EXPRESSION", summary: "gives a name to a value",
            examples: [Example("let edges = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]", "a kernel"), Example("let half = 1 / 2", "a number")]),
        StatementTopic(
            name: "for", usage: "for NAME in EXPRESSION { … }",
            summary: "runs the block for every number of a range, element of a list or part of a tensor",
            examples: [Example("for i in 0..3 { say $i }", "four lines"), Example("for row in [[1, 2], [3, 4]] { sum(row) }", "3, then 7")]),
        StatementTopic(
            name: "if", usage: "if EXPRESSION { … } else { … }", summary: "runs one of two blocks",
            examples: [Example("if 2 > 1 { say larger } else { say smaller }", "says 'larger'")]),
        StatementTopic(
            name: "def", usage: "def NAME(A, B) { … }", summary: "defines a function; it yields its last expression",
            examples: [Example("def halved(x) { x / 2 }", "from then on halved(10) is 5")]),
        StatementTopic(
            name: "expect", usage: "expect EXPRESSION [within TOLERANCE]",
            summary: "fails unless the claim holds, everywhere in a tensor",
            examples: [
                Example("expect 1 + 1 == 2", "goes on"),
                Example("expect [0.1, 0.2] == [0.1004, 0.2] within 0.001", "each element may be that far off"),
            ]),
    ]
}
