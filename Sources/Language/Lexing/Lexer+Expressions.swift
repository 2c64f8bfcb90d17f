extension Lexer {
    /// Symbols of two characters; they go before those of one.
    private static let longSymbols = ["==", "!=", "<=", ">=", "..", "**"]
    private static let shortSymbols = Set("()[]{},+-*/%^<>=".utf8)

    /// The next token of a formula, passed.
    ///
    /// - Parameter lineFeeds: Whether line feeds are blanks, as inside brackets.
    mutating func nextToken(lineFeeds: Bool) throws(SyntaxFailure) -> Token {
        try skipBlanks(lineFeeds: lineFeeds)
        guard let byte = current else { return Token(kind: .endOfInput, range: SourceRange(offset, offset)) }
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: ";"): return symbol(length: 1, .separator)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let start = offset
            return Token(kind: .string(try quotedText()), range: SourceRange(start, offset))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: ".") where isDigit(self.byte(at: offset + 1)): return try number()
        default: break
        }
        for text in Self.longSymbols where source.bytes[offset...].starts(with: text.utf8) {
            return symbol(length: 2, .symbol(text == "**" ? "^" : text))
        }
        if Self.shortSymbols.contains(byte) { return symbol(length: 1, .symbol(String(UnicodeScalar(byte)))) }
        return try name()
    }

    private mutating func symbol(length: Int, _ kind: Token.Kind) -> Token {
        let start = offset
        move(to: start + length)
        return Token(kind: kind, range: SourceRange(start, offset))
    }

    private mutating func name() throws(SyntaxFailure) -> Token {
        let start = offset
        let text = passedName()
        guard text.isEmpty else { return Token(kind: .name(text), range: SourceRange(start, offset)) }
        let scalar = scalar(at: start) ?? "\u{FFFD}"
        let range = SourceRange(start, start + String(scalar).utf8.count)
        if scalar.isControlCharacter { throw failure("unexpected control character U+\(hexadecimal(scalar))", at: range) }
        throw failure("unexpected '\(scalar)'", at: range)
    }

    /// The name that begins here, passed; empty where none does.
    mutating func passedName() -> String {
        let start = offset
        guard let first = scalar(at: start), first.beginsName else { return "" }
        while let scalar = scalar(at: offset), scalar.continuesName { move(to: offset + String(scalar).utf8.count) }
        return source[SourceRange(start, offset)]
    }

    private mutating func number() throws(SyntaxFailure) -> Token {
        let start = offset
        skipDigits()
        if current == UInt8(ascii: "."), isDigit(byte(at: offset + 1)) {
            advance()
            skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            let sign = byte(at: offset + 1)
            let digits = offset + (sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? 2 : 1)
            if isDigit(byte(at: digits)) {
                move(to: digits)
                skipDigits()
            }
        }
        if !passedName().isEmpty {
            let range = SourceRange(start, offset)
            throw failure("expected a number, found '\(source[range])'", at: range)
        }
        let range = SourceRange(start, offset)
        guard let value = Double(source[range]), value.isFinite else {
            throw failure("expected a number below 1.8e308", at: range)
        }
        return Token(kind: .number(value), range: range)
    }

    private mutating func skipDigits() {
        while isDigit(current) { advance() }
    }

    private func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    }

    private func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
