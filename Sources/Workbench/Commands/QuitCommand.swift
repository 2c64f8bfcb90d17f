/// `quit`: ends the session.
enum QuitCommand: Command {
    static let name = "quit"
    static let summary = "ends the session"
    static let signature = Signature()
    static let examples = [Example("quit", "leaves")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        session.isFinished = true
        return nil
    }
}
