extension Lexer {
    /// The text between the quotes that begin here, passed; it may span lines.
    ///
    /// Between `"` the escapes `\"`, `\\`, `\n` and `\t` are known; between `'` a backslash is a backslash.
    mutating func quotedText() throws(SyntaxFailure) -> String {
        let start = offset
        let quote = source.bytes[start]
        var bytes: [UInt8] = []
        advance()
        while let byte = current {
            if byte == quote {
                advance()
                return String(decoding: bytes, as: UTF8.self)
            }
            try checkPrintable()
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                bytes.append(try escapedByte())
            } else {
                bytes.append(byte)
                advance()
            }
            if bytes.count > Self.literalLimit {
                throw failure("expected at most \(Self.literalLimit) bytes between quotes", at: SourceRange(start, start + 1))
            }
        }
        let mark = String(UnicodeScalar(quote))
        throw failure("expected \(mark) to close this quote", at: SourceRange(start, start + 1), missing: mark)
    }

    private mutating func escapedByte() throws(SyntaxFailure) -> UInt8 {
        let escaped = byte(at: offset + 1)
        let value: UInt8
        switch escaped {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): value = escaped ?? 0
        case UInt8(ascii: "n"): value = UInt8(ascii: "\n")
        case UInt8(ascii: "t"): value = UInt8(ascii: "\t")
        default:
            throw failure("unknown escape after '\\'", at: SourceRange(offset, offset + 1), help: "write '\\\\' for a backslash")
        }
        move(to: offset + 2)
        return value
    }

    /// Whether a word ends at the current byte.
    func endsWord(insideBlock: Bool) -> Bool {
        switch current {
        case nil, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ";"): true
        case UInt8(ascii: "}"): insideBlock
        case UInt8(ascii: "\\"): offsetAfterContinuation() != nil
        default: false
        }
    }

    /// The plain characters of a word from here on, passed, up to a `$` with a name; `\` takes the character after it as it is.
    mutating func plainText(insideBlock: Bool) throws(SyntaxFailure) -> String {
        let start = offset
        var bytes: [UInt8] = []
        while let byte = current, !endsWord(insideBlock: insideBlock) {
            if byte == UInt8(ascii: "$"), offset > start, scalar(at: offset + 1)?.beginsName ?? false { break }
            try checkPrintable()
            if byte == UInt8(ascii: "\\") { advance() }
            bytes.append(current ?? byte)
            advance()
            if bytes.count > Self.literalLimit {
                throw failure("expected at most \(Self.literalLimit) bytes in a word", at: SourceRange(start, start + 1))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Refuses a control character at the current byte: what is quoted may be printed to a terminal later.
    private func checkPrintable() throws(SyntaxFailure) {
        guard let byte = current, byte < 0x20 || byte == 0x7F || byte == 0xC2, let scalar = scalar(at: offset), scalar.isControlCharacter
        else { return }
        let range = SourceRange(offset, offset + 1)
        throw failure("unexpected control character with the code \(scalar.value)", at: range)
    }
}
