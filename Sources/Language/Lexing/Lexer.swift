/// Walks over a source byte by byte and yields tokens in expression mode and parts of words in word mode.
///
/// The parser decides the mode before each step, as only it knows where it is.
struct Lexer {
    let source: SourceText
    private(set) var offset = 0

    /// The longest string or word, in bytes.
    static let literalLimit = 1 << 20

    init(_ source: SourceText) { self.source = source }

    var isAtEnd: Bool { offset >= source.bytes.count }

    func byte(at offset: Int) -> UInt8? { offset < source.bytes.count ? source.bytes[offset] : nil }

    var current: UInt8? { byte(at: offset) }

    mutating func move(to offset: Int) { self.offset = min(max(offset, 0), source.bytes.count) }

    mutating func advance() { move(to: offset + 1) }

    /// Passes blanks, comments and continued lines; line feeds too where `lineFeeds` are no more than blanks.
    ///
    /// - Throws: A failure for a `\` at the end of the input.
    mutating func skipBlanks(lineFeeds: Bool = false) throws(SyntaxFailure) {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): advance()
            case UInt8(ascii: "\n") where lineFeeds: advance()
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: "\\"):
                guard let next = offsetAfterContinuation() else { return }
                if next >= source.bytes.count {
                    throw failure("expected another line after '\\'", at: SourceRange(offset, offset + 1), missing: "another line")
                }
                move(to: next)
            default: return
            }
        }
    }

    private mutating func skipComment() {
        while let byte = current, byte != UInt8(ascii: "\n") { advance() }
    }

    /// Where the next line begins if a `\` stands here at the end of its line, blanks that nobody sees passed over.
    func offsetAfterContinuation() -> Int? {
        guard current == UInt8(ascii: "\\") else { return nil }
        var next = offset + 1
        while let blank = byte(at: next), [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(blank) { next += 1 }
        if next >= source.bytes.count { return next }
        return byte(at: next) == UInt8(ascii: "\n") ? next + 1 : nil
    }

    /// Passes the rest of a statement that could not be read: up to a line feed or `;`, or `}` inside a block.
    mutating func skipStatement(insideBlock: Bool) {
        while let byte = current {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";") { return }
            if insideBlock && byte == UInt8(ascii: "}") { return }
            advance()
        }
    }

    /// The character that begins at an offset.
    func scalar(at offset: Int) -> Unicode.Scalar? {
        guard offset < source.bytes.count else { return nil }
        var decoder = UTF8()
        var bytes = source.bytes[offset...].prefix(4).makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&bytes) { return scalar }
        return nil
    }

    func failure(_ message: String, at range: SourceRange, help: String? = nil, missing: String? = nil) -> SyntaxFailure {
        SyntaxFailure(diagnostic: Diagnostic(message, at: range, of: source, help: help), missing: missing)
    }
}

extension Unicode.Scalar {
    /// Whether a name may begin with this character.
    package var beginsName: Bool { self == "_" || properties.isAlphabetic }

    /// Whether a name may go on with this character.
    package var continuesName: Bool { beginsName || ("0"..."9").contains(self) || properties.generalCategory == .nonspacingMark }

    /// Whether this character would move a terminal's cursor rather than be seen.
    var isControlCharacter: Bool { properties.generalCategory == .control && self != "\t" && self != "\n" && self != "\r" }
}
