/// `scale PLACES… by X`: multiplies channels, units or whole layers.
enum ScaleCommand: Command {
    static let name = "scale"
    static let summary = "multiplies layers, channels or single units by a number"
    static let signature = Signature(
        [.required("PLACES", .places, "what to multiply, such as 'conv1:3'", repeated: true)],
        clauses: [.clause("by", "X", .number(-1e30...1e30), "the number", required: true)])
    static let examples = [Example("scale conv2:5 by 2.5", "makes one channel stronger", after: "load digits; load digit-7")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let places = try session.lab.places("PLACES", of: arguments)
        let factor = arguments.number("by") ?? 1
        try session.lab.edit(name, places, suffix: " by \(Value.number(factor))", in: session) { .scale($0, by: Float(factor)) }
        return nil
    }
}
