/// What stands before the line: numbered as in a notebook, `In [3]: `, and `   ...: ` before the further lines of a statement.
package struct Prompt: Sendable, Equatable {
    /// Brackets what takes no room on the screen.
    static let escape: CChar = 1

    package let number: Int
    /// What should not be forgotten while typing, such as `2 edits`: `In [3] (2 edits): `.
    package let note: String?

    package init(number: Int, note: String? = nil) {
        self.number = number
        self.note = note
    }

    /// The label of a result, aligned with the prompt of its statement.
    package var resultLabel: String { "Out[\(number)]: " }

    private var text: String { "In [\(number)]" + (note.map { " (\($0))" } ?? "") + ":" }

    func first(on terminal: ScreenControl) -> String {
        guard terminal.understandsEscapes else { return text + " " }
        // libedit drops an escape at the very end, so the last one goes before the blank.
        return "\u{1}\u{1B}]133;A\u{1B}\\\u{1B}[32m\u{1}\(text)\u{1}\u{1B}[0m\u{1B}]133;B\u{1B}\\\u{1} "
    }

    var continuation: String {
        String(repeating: " ", count: max(0, text.count + 1 - 5)) + "...: "
    }
}
