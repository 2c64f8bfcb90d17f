/// `say TEXT`: shows a text.
enum SayCommand: Command {
    static let name = "say"
    static let summary = "shows a text; $name and (expression) stand for their values"
    static let signature = Signature([.optional("TEXT", .text, "what to show")])
    static let examples = [
        Example("say Hello, world", "shows a text"),
        Example("say six times seven is (6 * 7)", "shows a text with a value in it"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        session.emit(.text(arguments.text("TEXT") ?? ""))
        return nil
    }
}
