@testable import Language

/// What holds of the lexer whatever bytes it gets.
enum LexerProperties {
    /// Which property the bytes violate; `nil` where all hold. The first byte chooses how the rest is read.
    static func violation(by bytes: [UInt8]) -> String? {
        guard let choice = bytes.first, let source = try? SourceText(bytes: Array(bytes.dropFirst()), name: "fuzz") else { return nil }
        return choice & 1 == 0 ? inFormulas(source, lineFeeds: choice & 2 == 0) : inWords(source, insideBlock: choice & 2 == 0)
    }

    /// Tokens go forward, lie inside the source and end with the input.
    private static func inFormulas(_ source: SourceText, lineFeeds: Bool) -> String? {
        var lexer = Lexer(source)
        var previousEnd = 0
        for _ in 0...source.bytes.count {
            let start = lexer.offset
            do throws(SyntaxFailure) {
                let token = try lexer.nextToken(lineFeeds: lineFeeds)
                guard token.range.start >= previousEnd, token.range.end <= source.bytes.count else { return "a token at \(token.range)" }
                if token.kind == .endOfInput { return lexer.isAtEnd ? nil : "an end before the end" }
                guard token.range.end > token.range.start else { return "an empty token at \(token.range)" }
                if case .number(let number) = token.kind, !number.isFinite { return "a number that is not finite" }
                guard lexer.offset == token.range.end else { return "a token that is not passed" }
                previousEnd = token.range.end
            } catch {
                if let violation = violation(by: error, source) { return violation }
                lexer.moveToNextCharacter(after: max(start, lexer.offset))
                previousEnd = lexer.offset
            }
        }
        return "more tokens than bytes"
    }

    /// Words go forward until the statement ends.
    private static func inWords(_ source: SourceText, insideBlock: Bool) -> String? {
        var lexer = Lexer(source)
        for _ in 0...source.bytes.count {
            let start = lexer.offset
            do throws(SyntaxFailure) {
                try lexer.skipBlanks(lineFeeds: true)
                if lexer.isAtEnd { return nil }
                if lexer.endsWord(insideBlock: insideBlock) {
                    lexer.advance()
                } else if lexer.current == UInt8(ascii: "\"") || lexer.current == UInt8(ascii: "'") {
                    _ = try lexer.quotedText()
                } else if lexer.current == UInt8(ascii: "$") {
                    lexer.advance()
                    _ = lexer.passedName()
                } else if try lexer.plainText(insideBlock: insideBlock).isEmpty {
                    return "an empty word"
                }
            } catch {
                if let violation = violation(by: error, source) { return violation }
                lexer.moveToNextCharacter(after: max(start, lexer.offset))
            }
            guard lexer.offset > start else { return "no progress at \(start)" }
        }
        return "more words than bytes"
    }

    private static func violation(by failure: SyntaxFailure, _ source: SourceText) -> String? {
        guard let range = failure.diagnostic.range, range.end <= source.bytes.count else { return "a failure outside the source" }
        return failure.diagnostic.message.isEmpty ? "a failure without words" : nil
    }
}

extension Lexer {
    /// Passes what cannot be read; a lexer never stands inside a character.
    fileprivate mutating func moveToNextCharacter(after offset: Int) {
        move(to: offset + 1)
        while let byte = current, byte & 0xC0 == 0x80 { advance() }
    }
}
