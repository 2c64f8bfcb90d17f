import Language

/// `time COMMAND`: how long something takes.
enum TimeCommand: Command {
    static let name = "time"
    static let summary = "runs a command and says how long it took and what the engine computed"
    static let signature = Signature([.required("COMMAND", .statement, "any statement")])
    static let examples = [Example("time say hello", "measures a command")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let statement = arguments.statement("COMMAND") else { return nil }
        _ = session.lab.takeWorkReport()
        let clock = ContinuousClock()
        let start = clock.now
        try Interpreter(session: session, source: arguments.source).run(statement)
        let elapsed = clock.now - start
        let work = session.lab.takeWorkReport().map { "; \($0)" } ?? ""
        session.emit(.text("time: \(described(elapsed))\(work)"))
        return nil
    }

    /// `1.25 s`, `12.5 ms` or `310 µs`.
    private static func described(_ duration: Duration) -> String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        let (number, unit) = seconds >= 1 ? (seconds, "s") : seconds >= 1e-3 ? (seconds * 1e3, "ms") : (seconds * 1e6, "µs")
        return "\(Value.number((number * 100).rounded() / 100)) \(unit)"
    }
}
