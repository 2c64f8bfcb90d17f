/// What stands before the line: numbered as in a notebook, `In [3]: `, and `   ...: ` before the further lines of a statement.
package struct Prompt: Sendable, Equatable {
    /// Brackets what takes no room on the screen.
    static let escape: CChar = 1

    package let number: Int

    package init(number: Int) {
        self.number = number
    }

    /// The label of a result, aligned with the prompt of its statement.
    package var resultLabel: String { "Out[\(number)]: " }

    func first(on terminal: ScreenControl) -> String {
        guard terminal.understandsEscapes else { return "In [\(number)]: " }
        // libedit drops an escape at the very end, so the last one goes before the blank.
        return "\u{1}\u{1B}]133;A\u{1B}\\\u{1B}[32m\u{1}In [\(number)]:\u{1}\u{1B}[0m\u{1B}]133;B\u{1B}\\\u{1} "
    }

    var continuation: String {
        String(repeating: " ", count: max(0, "In [\(number)]: ".count - 5)) + "...: "
    }
}
