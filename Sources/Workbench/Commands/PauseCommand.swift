import Inference

/// `pause [TEXT]`: waits for the reader.
enum PauseCommand: Command {
    static let name = "pause"
    static let summary = "shows a text and waits for a key; scripts that nobody reads as they run go on at once"
    static let signature = Signature([.optional("TEXT", .text, "what to show")])
    static let examples = [
        Example("pause", "waits"),
        Example("pause Which digit will it be?", "shows a question and waits"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        if let text = arguments.text("TEXT") { session.emit(.text(text)) }
        if let wait = session.waitForReader, !wait() { throw RunCancelled() }
        return nil
    }
}
