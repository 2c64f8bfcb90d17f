extension Parser {
    /// Words that cannot be names.
    package static let reservedWords: Set<String> = [
        "let", "for", "in", "if", "else", "def", "expect", "within", "and", "or", "not", "true", "false",
    ]

    mutating func statement() throws(SyntaxFailure) -> Statement {
        if lexer.current == UInt8(ascii: "?"), let help = vocabulary.verbs["help"] { return try shortHelp(help) }
        let token = try peek()
        guard case .name(let word) = token.kind else { return try expressionStatement() }
        switch word {
        case "let": return try assignment()
        case "for": return try loop()
        case "if": return try condition()
        case "def": return try definition()
        case "expect": return try expectation()
        case "else": throw failure("expected 'if' before 'else'", at: token.range)
        default: break
        }
        if let verb = vocabulary.verbs[word], verbEnds(at: token.range.end) {
            try next()
            return try command(verb, Name(word, token.range))
        }
        return try expressionStatement()
    }

    /// `?NAME`, which is short for `help NAME`.
    private mutating func shortHelp(_ verb: Vocabulary.Verb) throws(SyntaxFailure) -> Statement {
        let mark = SourceRange(lexer.offset, lexer.offset + 1)
        lexer.advance()
        return try command(verb, Name("help", mark))
    }

    /// Whether a word ends at an offset: `scale (1)` is a command, `scale(1)` a call.
    private func verbEnds(at offset: Int) -> Bool {
        var ahead = lexer
        ahead.move(to: offset)
        return ahead.endsWord(insideBlock: isInsideBlock)
    }

    private mutating func assignment() throws(SyntaxFailure) -> Statement {
        let start = try next().range
        let name = try name("a name")
        try expect("=")
        let value = try expression()
        return Statement(.assignment(name, value), start.union(value.range))
    }

    private mutating func loop() throws(SyntaxFailure) -> Statement {
        let start = try next().range
        let variable = try name("a name")
        let token = try peek()
        guard token.isName("in") else { throw unexpected(token, expected: "'in'") }
        try next()
        let sequence = try expression()
        let body = try block()
        return Statement(.loop(variable: variable, sequence: sequence, body: body.statements), start.union(body.end))
    }

    private mutating func condition() throws(SyntaxFailure) -> Statement {
        let start = try next().range
        let condition = try expression()
        let then = try block()
        guard try passedElse() else {
            return Statement(.condition(condition, then: then.statements, otherwise: []), start.union(then.end))
        }
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.depthLimit else { throw failure("expected at most \(Self.depthLimit) branches", at: here) }
        if try peek().isName("if") {
            let other = try self.condition()
            return Statement(.condition(condition, then: then.statements, otherwise: [other]), start.union(other.range))
        }
        let otherwise = try block()
        return Statement(.condition(condition, then: then.statements, otherwise: otherwise.statements), start.union(otherwise.end))
    }

    /// Passes `else`, which may stand on the line after the block.
    private mutating func passedElse() throws(SyntaxFailure) -> Bool {
        var ahead = lexer
        guard try ahead.nextToken(lineFeeds: true).isName("else") else { return false }
        lexer = ahead
        return true
    }

    private mutating func definition() throws(SyntaxFailure) -> Statement {
        let start = try next().range
        let name = try name("a name")
        try open("(")
        var parameters: [Name] = []
        while try !peek().isSymbol(")"), parameters.count < 32 {
            parameters.append(try self.name("a parameter"))
            guard try passed(",") else { break }
        }
        try close(")", expected: "',' or ')'")
        let body = try block()
        return Statement(.definition(name, parameters: parameters, body: body.statements), start.union(body.end))
    }

    private mutating func expectation() throws(SyntaxFailure) -> Statement {
        let start = try next().range
        let claim = try expression()
        guard try peek().isName("within") else { return Statement(.expectation(claim, tolerance: nil), start.union(claim.range)) }
        try next()
        let tolerance = try expression()
        return Statement(.expectation(claim, tolerance: tolerance), start.union(tolerance.range))
    }

    private mutating func block() throws(SyntaxFailure) -> (statements: [Statement], end: SourceRange) {
        try open("{")
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.depthLimit else { throw failure("expected at most \(Self.depthLimit) blocks inside one another", at: here) }
        let statements = statements(insideBlock: true)
        let end = try peek().range
        try close("}")
        return (statements, end)
    }

    private mutating func name(_ expected: String) throws(SyntaxFailure) -> Name {
        let token = try peek()
        guard case .name(let text) = token.kind else { throw unexpected(token, expected: expected) }
        if Self.reservedWords.contains(text) {
            throw failure("expected \(expected), found '\(text)'", at: token.range, help: "'\(text)' is a word of the language")
        }
        try next()
        return Name(text, token.range)
    }

    /// A formula on a line of its own; what reads like a command nobody knows is reported as one.
    private mutating func expressionStatement() throws(SyntaxFailure) -> Statement {
        let first = try peek()
        do throws(SyntaxFailure) {
            let expression = try expression()
            let following = try peek()
            if case .name(let word) = expression.kind, !following.endsStatement, !following.isSymbol("}") {
                throw unknownCommand(Name(word, expression.range))
            }
            return Statement(.expression(expression), expression.range)
        } catch {
            guard error.missing == nil, case .name(let word) = first.kind, lexer.byte(at: first.range.end) == UInt8(ascii: " "),
                Suggestion.nearest(to: word, in: vocabulary.verbs.keys.sorted()) != nil
            else { throw error }
            throw unknownCommand(Name(word, first.range))
        }
    }

    private func unknownCommand(_ name: Name) -> SyntaxFailure {
        let help = Suggestion.help(for: name.text, in: vocabulary.verbs.keys.sorted())
        return failure("no command '\(name.text)'", at: name.range, help: help ?? "'help' lists the commands")
    }
}
