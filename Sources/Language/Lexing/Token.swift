/// The smallest part of a formula, with the stretch of source it stands on.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case number(Double)
        case string(String)
        /// A name or a word of the language.
        case name(String)
        /// An operator or a bracket.
        case symbol(String)
        /// A line feed or `;`.
        case separator
        case endOfInput
    }

    let kind: Kind
    let range: SourceRange

    func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
    func isName(_ text: String) -> Bool { kind == .name(text) }

    var endsStatement: Bool { kind == .separator || kind == .endOfInput }
}

/// What the lexer or the parser cannot read, and whether more input could make it right.
struct SyntaxFailure: Error {
    let diagnostic: Diagnostic
    /// What would close the open bracket, brace, quote or line, where the input ended too early.
    var missing: String?
    /// Whether a bound was passed that makes the rest not worth reading.
    var endsReading = false
}
