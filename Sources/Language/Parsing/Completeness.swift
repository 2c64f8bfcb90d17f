/// Whether a person who typed so far is done, for a prompt that takes several lines.
package enum Completeness: Hashable, Sendable {
    /// It can be run.
    case complete
    /// A bracket, brace, quote or line is open; the value says what would close the innermost.
    case incomplete(expected: String)
    /// More input cannot make it right.
    case invalid

    /// Judges a source as typed.
    package init(of source: SourceText, vocabulary: Vocabulary) {
        var parser = Parser(source, vocabulary: vocabulary)
        _ = parser.statements(insideBlock: false)
        guard let failure = parser.failures.first else {
            self = .complete
            return
        }
        self = failure.missing.map { .incomplete(expected: $0) } ?? .invalid
    }
}
