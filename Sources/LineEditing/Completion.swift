/// One way to go on with what was typed.
package struct CompletionCandidate: Sendable, Equatable {
    /// What takes the place of the word being typed.
    package let text: String
    /// A few words on it, or nothing.
    package let summary: String

    package init(text: String, summary: String = "") {
        self.text = text
        self.summary = summary
    }
}

/// The candidates for the word that ends at the cursor.
package struct CompletionChoices: Sendable, Equatable {
    /// How many UTF-8 bytes before the cursor the candidates replace.
    package let replacedByteCount: Int
    package let candidates: [CompletionCandidate]

    package init(replacedByteCount: Int, candidates: [CompletionCandidate]) {
        self.replacedByteCount = replacedByteCount
        self.candidates = candidates
    }

    /// The longest beginning that all candidates share.
    package var commonPrefix: String {
        guard var prefix = candidates.first?.text else { return "" }
        for candidate in candidates.dropFirst() {
            let shared = zip(prefix, candidate.text).prefix { $0 == $1 }.count
            prefix = String(prefix.prefix(shared))
        }
        return prefix
    }
}
