extension Parser {
    /// The words of a verb that was passed, up to the end of the statement.
    mutating func command(_ verb: Vocabulary.Verb, _ name: Name) throws(SyntaxFailure) -> Statement {
        var words: [ArgumentWord] = []
        while true {
            try lexer.skipBlanks()
            if lexer.endsWord(insideBlock: isInsideBlock) { break }
            if verb.takesStatement, words.isEmpty {
                let statement = try nestedStatement()
                words.append(ArgumentWord(.statement(statement), statement.range))
                break
            }
            words.append(try argument())
            guard words.count <= Self.wordLimit else {
                throw failure("expected at most \(Self.wordLimit) words", at: here)
            }
            if let keyword = words.last?.plainText, verb.expressionWords.contains(keyword) {
                let value = try expression()
                words.append(ArgumentWord(.parenthesized(value), value.range))
            }
        }
        return Statement(.command(name, words), name.range.union(words.last?.range ?? name.range))
    }

    private mutating func nestedStatement() throws(SyntaxFailure) -> Statement {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.depthLimit else { throw failure("expected at most \(Self.depthLimit) commands in one", at: here) }
        return try statement()
    }

    /// One word, or several parts without a blank between them.
    private mutating func argument() throws(SyntaxFailure) -> ArgumentWord {
        var parts = [try part()]
        while !lexer.endsWord(insideBlock: isInsideBlock), parts.count < Self.wordLimit { parts.append(try part()) }
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return parts[0] }
        return ArgumentWord(.compound(parts), first.range.union(last.range))
    }

    private mutating func part() throws(SyntaxFailure) -> ArgumentWord {
        let start = lexer.offset
        switch lexer.current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = try lexer.quotedText()
            return ArgumentWord(.quoted(text), SourceRange(start, lexer.offset))
        case UInt8(ascii: "$"):
            lexer.advance()
            let name = lexer.passedName()
            if !name.isEmpty { return ArgumentWord(.variable(name), SourceRange(start, lexer.offset)) }
            lexer.move(to: start)
        case UInt8(ascii: "("):
            try open("(")
            let value = try expression()
            try close(")", expected: "an operator or ')'")
            return ArgumentWord(.parenthesized(value), SourceRange(start, lexer.offset))
        default: break
        }
        let text = try lexer.plainText(insideBlock: isInsideBlock)
        return ArgumentWord(.word(text), SourceRange(start, lexer.offset))
    }
}
