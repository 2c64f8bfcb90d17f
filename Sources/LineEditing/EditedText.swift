/// A statement as it is edited: what the screen has to show of it.
package struct EditedText: Equatable, Sendable {
    /// Stands before the first line.
    package var prompt: String
    /// Stands before every further line.
    package var continuation: String
    package var text: String
    /// In UTF-8 bytes from the beginning of the text.
    package var cursor: Int
    /// In order, without overlaps.
    package var styles: [StyledRange]
    /// What could be typed next, shown behind the text as far as its line has room.
    package var hint: String

    package init(
        prompt: String, continuation: String = "", text: String = "", cursor: Int = 0, styles: [StyledRange] = [], hint: String = ""
    ) {
        self.prompt = prompt
        self.continuation = continuation
        self.text = text
        self.cursor = cursor
        self.styles = styles
        self.hint = hint
    }
}
