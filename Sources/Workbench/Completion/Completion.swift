import Language

/// What could stand where somebody is typing.
package struct Completions: Sendable, Equatable {
    /// Bytes before the cursor that a candidate replaces.
    package let replacedByteCount: Int
    package let items: [CompletionItem]
}

extension Session {
    /// What could stand at a place of an unfinished source.
    ///
    /// - Parameters:
    ///   - text: The whole input; only what is before the cursor counts.
    ///   - cursor: The cursor's offset in UTF-8 bytes.
    package func completions(for text: String, cursor: Int) -> Completions {
        let before = String(decoding: Array(text.utf8).prefix(max(0, cursor)), as: UTF8.self)
        return CompletionFinder(session: self).completions(of: UnfinishedStatement(before))
    }
}

/// The statement in which somebody is typing, cut into words as far as it goes.
struct UnfinishedStatement {
    /// The finished words before the one at the cursor.
    let words: [String]
    /// What was typed of the word at the cursor, without its quote.
    let current: String
    /// The quote that is open at the cursor.
    let quote: Character?
    /// Whether a parenthesis is open at the cursor.
    let isInsideParentheses: Bool

    init(_ text: String) {
        var words: [String] = []
        var current = ""
        var quote: Character?
        var depth = 0
        var isEscaped = false
        for character in text {
            if isEscaped {
                current.append(character)
                isEscaped = false
            } else if let open = quote {
                if character == open { quote = nil } else { current.append(character) }
            } else if current.isEmpty || depth > 0, character == "\"" || character == "'" {
                (quote, current) = (character, "")
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\n" && depth == 0 || character == ";" || character == "{" || character == "}" {
                (words, current) = ([], "")
            } else if character == " " || character == "\t" || character == "\n" {
                if !current.isEmpty { words.append(current) }
                current = ""
            } else {
                if character == "(" { depth += 1 }
                if character == ")" { depth = max(0, depth - 1) }
                current.append(character)
            }
        }
        self.words = words
        self.current = current
        self.quote = quote
        isInsideParentheses = depth > 0
    }

    init(words: [String], like other: UnfinishedStatement) {
        self.words = words
        current = other.current
        quote = other.quote
        isInsideParentheses = other.isInsideParentheses
    }
}
