/// Makes a syntax tree of a source text, by recursive descent.
///
/// It reads any text without trapping: nesting, literals, statements and diagnostics are bounded. After an error it goes on with the
/// next statement, so that one reading finds several.
package struct Parser {
    /// Brackets and blocks inside one another, and operators in one formula, at most.
    package static let depthLimit = 200
    static let statementLimit = 100_000
    static let listLimit = 65_536
    static let wordLimit = 10_000
    static let diagnosticLimit = 20

    let vocabulary: Vocabulary
    var lexer: Lexer
    /// The brackets that are open, innermost last.
    var openBrackets: [Token] = []
    /// How deep the recursion is.
    var nesting = 0
    var statementCount = 0
    var failures: [SyntaxFailure] = []
    /// The token that was read last without being passed, so that it is read once only.
    private var lookahead: Lookahead?

    private struct Lookahead {
        /// Where reading began.
        let offset: Int
        let lineFeeds: Bool
        let token: Token
    }

    init(_ source: SourceText, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        lexer = Lexer(source)
    }

    /// The statements of a source that could be read, and what is wrong with the others, in order.
    package static func parse(_ source: SourceText, vocabulary: Vocabulary) -> (program: Program, diagnostics: [Diagnostic]) {
        var parser = Parser(source, vocabulary: vocabulary)
        let statements = parser.statements(insideBlock: false)
        return (Program(source: source, statements: statements), parser.failures.map(\.diagnostic))
    }

    var source: SourceText { lexer.source }

    /// Whether a block is the innermost open bracket, so that `}` ends a statement.
    var isInsideBlock: Bool { openBrackets.contains { $0.isSymbol("{") } }

    /// Statements up to the end of the input, or up to the `}` of the block they stand in.
    mutating func statements(insideBlock: Bool) -> [Statement] {
        var statements: [Statement] = []
        while failures.count < Self.diagnosticLimit {
            do throws(SyntaxFailure) {
                try skipSeparators()
                if lexer.isAtEnd { break }
                if insideBlock, lexer.current == UInt8(ascii: "}") { break }
                statementCount += 1
                guard statementCount <= Self.statementLimit else {
                    var failure = failure("expected at most \(Self.statementLimit) statements", at: here)
                    failure.endsReading = true
                    throw failure
                }
                let (bracketCount, depth) = (openBrackets.count, nesting)
                defer {
                    openBrackets.removeLast(max(0, openBrackets.count - bracketCount))
                    nesting = depth
                }
                let statement = try statement()
                try expectEndOfStatement(insideBlock: insideBlock)
                statements.append(statement)
            } catch {
                if failures.count < Self.diagnosticLimit, failures.last?.endsReading != true { failures.append(error) }
                lexer.skipStatement(insideBlock: insideBlock)
                if error.missing != nil || error.endsReading { lexer.move(to: source.bytes.count) }
            }
        }
        return statements
    }

    private mutating func skipSeparators() throws(SyntaxFailure) {
        repeat {
            try lexer.skipBlanks(lineFeeds: true)
            guard lexer.current == UInt8(ascii: ";") else { return }
            lexer.advance()
        } while true
    }

    private mutating func expectEndOfStatement(insideBlock: Bool) throws(SyntaxFailure) {
        let token = try peek()
        if token.endsStatement || insideBlock && token.isSymbol("}") { return }
        throw failure("expected the end of the line or ';', found \(described(token))", at: token.range)
    }

    // MARK: - Tokens

    /// Where the parser stands, as an empty range.
    var here: SourceRange { SourceRange(lexer.offset, lexer.offset) }

    private var lineFeedsAreBlanks: Bool { openBrackets.last.map { !$0.isSymbol("{") } ?? false }

    /// The next token, not passed.
    mutating func peek() throws(SyntaxFailure) -> Token {
        let lineFeeds = lineFeedsAreBlanks
        if let lookahead, lookahead.offset == lexer.offset, lookahead.lineFeeds == lineFeeds { return lookahead.token }
        var ahead = lexer
        let token = try ahead.nextToken(lineFeeds: lineFeeds)
        lookahead = Lookahead(offset: lexer.offset, lineFeeds: lineFeeds, token: token)
        return token
    }

    @discardableResult
    mutating func next() throws(SyntaxFailure) -> Token {
        let token = try peek()
        lexer.move(to: token.range.end)
        return token
    }

    /// Passes a symbol if it comes next.
    mutating func passed(_ symbol: String) throws(SyntaxFailure) -> Bool {
        guard try peek().isSymbol(symbol) else { return false }
        try next()
        return true
    }

    mutating func expect(_ symbol: String, help: String? = nil) throws(SyntaxFailure) {
        let token = try peek()
        guard token.isSymbol(symbol) else { throw unexpected(token, expected: "'\(symbol)'", help: help) }
        try next()
    }

    mutating func open(_ bracket: String) throws(SyntaxFailure) {
        let token = try peek()
        try expect(bracket)
        openBrackets.append(token)
    }

    mutating func close(_ bracket: String, expected: String? = nil) throws(SyntaxFailure) {
        let token = try peek()
        guard token.isSymbol(bracket) else { throw unexpected(token, expected: expected ?? "'\(bracket)'") }
        try next()
        openBrackets.removeLast()
    }

    // MARK: - Failures

    func failure(_ message: String, at range: SourceRange, help: String? = nil) -> SyntaxFailure {
        lexer.failure(message, at: range, help: help)
    }

    /// The failure at a bracket or block too many, after which nothing more is read: what closes it cannot be told.
    func tooDeep(at range: SourceRange) -> SyntaxFailure {
        var failure = failure("expected at most \(Self.depthLimit) levels inside one another", at: range)
        failure.endsReading = true
        return failure
    }

    /// The failure for a token that does not fit; at the end of the input it points to the bracket that is still open.
    func unexpected(_ token: Token, expected: String, help: String? = nil) -> SyntaxFailure {
        if token.kind == .endOfInput, let bracket = openBrackets.last, case .symbol(let text) = bracket.kind {
            let partner = ["(": ")", "[": "]", "{": "}"][text] ?? text
            return lexer.failure("expected '\(partner)' to close this '\(text)'", at: bracket.range, missing: "'\(partner)'")
        }
        return failure("expected \(expected), found \(described(token))", at: token.range, help: help)
    }

    func described(_ token: Token) -> String {
        switch token.kind {
        case .endOfInput: "the end of the input"
        case .separator: source[token.range] == ";" ? "';'" : "the end of the line"
        default: "'\(source[token.range].prefix(40))'"
        }
    }
}
