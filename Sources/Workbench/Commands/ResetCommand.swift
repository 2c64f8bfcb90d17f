/// `reset`: begins afresh.
enum ResetCommand: Command {
    static let name = "reset"
    static let summary = "forgets variables, results, settings, the model and the image"
    static let signature = Signature()
    static let examples = [Example("reset", "begins afresh")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        session.reset()
        return nil
    }
}
