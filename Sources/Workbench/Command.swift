import Language

/// A verb of the language: one file that holds its description and what it does.
///
/// Help, completion, the manual's section and the test of its examples all come from this description.
package protocol Command: Sendable {
    /// The verb.
    static var name: String { get }
    /// One line that says what it does, lower case, no period.
    static var summary: String { get }
    /// What may follow the verb.
    static var signature: Signature { get }
    /// Lines that can be typed as they are.
    static var examples: [Example] { get }

    /// Does it.
    ///
    /// - Returns: What `_` becomes, or `nil` to leave it; a command shows its results itself by `session.emit`.
    /// - Throws: A `Diagnostic` that points at a word (see ``Arguments/error(_:at:help:)``), or any other error, which is then reported
    ///   by its description at the command. The session's state must be as before.
    static func run(_ arguments: Arguments, in session: Session) throws -> Value?
}

/// A line that shows how a command is used.
package struct Example: Sendable {
    package let line: String
    /// What it does, lower case, no period.
    package let summary: String
    /// Lines that must have run before, such as `load digits`.
    package let setup: String

    package init(_ line: String, _ summary: String, after setup: String = "") {
        self.line = line
        self.summary = summary
        self.setup = setup
    }
}
