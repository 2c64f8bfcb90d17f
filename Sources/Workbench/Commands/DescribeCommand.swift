import Imaging

/// `describe`: the last figure in words.
enum DescribeCommand: Command {
    static let name = "describe"
    static let summary = "says in words what the last figure shows"
    static let signature = Signature([])
    static let examples = [
        Example("describe", "all maps in words, the strongest first", after: "load digits; load digit-7; show maps of conv1")
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let figure = session.lab.lastFigure else {
            throw arguments.error("no figure was shown yet", help: "'show maps' shows one")
        }
        session.emit(.text(FigureWords.lines(of: figure).joined(separator: "\n")))
        return nil
    }
}
