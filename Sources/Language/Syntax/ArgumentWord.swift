/// One word after a command's verb.
package struct ArgumentWord: Hashable, Sendable {
    package let content: Content
    package let range: SourceRange

    package indirect enum Content: Hashable, Sendable {
        /// Plain characters: a keyword, a path, a layer, a size, an address.
        case word(String)
        /// What stood between quotes: never a keyword.
        case quoted(String)
        /// `$name`, the value of a variable.
        case variable(String)
        /// `(…)`, the value of an expression; also what follows a clause such as `where`.
        case parenthesized(Expression)
        /// Parts without a blank between them, joined as text: `$name.png`.
        case compound([ArgumentWord])
        /// A whole sentence, after a verb such as `time`.
        case statement(Statement)
    }

    package init(_ content: Content, _ range: SourceRange) {
        self.content = content
        self.range = range
    }

    /// The plain text of an unquoted word, or `nil` for anything else.
    package var plainText: String? {
        if case .word(let text) = content { text } else { nil }
    }
}
