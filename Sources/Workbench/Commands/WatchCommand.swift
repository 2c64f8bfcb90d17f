import Imaging
import Language

/// `watch COMMAND`: figures that take each other's place.
enum WatchCommand: Command {
    static let name = "watch"
    static let summary = "runs a command and shows each of its figures in the place of the one before; the last stays"
    static let signature = Signature([.required("COMMAND", .statement, "any statement, a loop most of all")])
    static let examples = [
        Example("watch for c in 0..3 { show map $c of conv1 }", "one channel after the other", after: "load digits; load digit-7")
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let statement = arguments.statement("COMMAND") else { return nil }
        // Within another 'watch' the figures are the outer one's.
        guard session.watched == nil else {
            try Interpreter(session: session, source: arguments.source).run(statement)
            return nil
        }
        session.watched = .some(nil)
        defer {
            let last = session.watched.flatMap { $0 }
            session.watched = nil
            if let last { session.emit(.figure(last)) }
        }
        try Interpreter(session: session, source: arguments.source).run(statement)
        return nil
    }
}
