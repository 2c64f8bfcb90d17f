/// `keep PLACES…`: sets everything else in their layers to zero.
enum KeepCommand: Command {
    static let name = "keep"
    static let summary = "sets everything in the layers named to zero, except for these channels or units"
    static let signature = Signature([.required("PLACES", .places, "what to leave as it is, such as 'conv1:3'", repeated: true)])
    static let examples = [Example("keep conv2:5 conv2:9", "leaves two channels of a layer", after: "load digits; load digit-7")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let places = try session.lab.places("PLACES", of: arguments)
        try session.lab.edit(name, places, in: session) { .keep($0) }
        return nil
    }
}
