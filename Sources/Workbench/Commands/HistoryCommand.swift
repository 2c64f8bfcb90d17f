/// `history`: what was typed.
enum HistoryCommand: Command {
    static let name = "history"
    static let summary = "lists what was typed, with the numbers of the cells"
    static let signature = Signature(clauses: [.clause("top", "N", .count, "the last N cells only")])
    static let examples = [
        Example("history", "lists everything"),
        Example("history top 5", "lists the last five cells"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let entries = session.history.suffix(arguments.integer("top") ?? .max)
        for entry in entries {
            let number = "\(entry.cell): "
            let margin = String(repeating: " ", count: number.count)
            let lines = entry.source.split(separator: "\n").enumerated().map { ($0 == 0 ? number : margin) + $1 }
            session.emit(.text(lines.joined(separator: "\n")))
        }
        return nil
    }
}
