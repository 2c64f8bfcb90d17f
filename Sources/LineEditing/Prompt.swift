/// What stands before the line: numbered as in a notebook, `In [3]: `, and `   ...: ` before the further lines of a statement.
package struct Prompt: Sendable, Equatable {
    package let number: Int
    /// What should not be forgotten while typing, such as `digits conv1, 2 edits`: `In [3] (digits conv1, 2 edits): `.
    package let note: String?

    package init(number: Int, note: String? = nil) {
        self.number = number
        self.note = note
    }

    /// The label of a result, aligned with the prompt of its statement.
    package var resultLabel: String { "Out[\(number)]: " }

    /// The note is cut, or left out, where it would take more than half of the screen.
    func text(widthInCells: Int) -> String {
        let start = "In [\(number)]"
        let room = widthInCells / 2 - DisplayWidth.of(start) - 5
        guard let note, room >= 6 else { return start + ": " }
        return start + " (\(DisplayWidth.cut(note, toCells: room))): "
    }

    func continuation(widthInCells: Int) -> String {
        String(repeating: " ", count: max(0, DisplayWidth.of(text(widthInCells: widthInCells)) - 5)) + "...: "
    }
}
