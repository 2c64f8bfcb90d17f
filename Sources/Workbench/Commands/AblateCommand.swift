/// `ablate PLACES…`: sets channels, units or whole layers to zero.
enum AblateCommand: Command {
    static let name = "ablate"
    static let summary = "sets layers, channels or single units to zero; everything after them is computed anew"
    static let signature = Signature([
        .required("PLACES", .places, "what to set to zero, such as 'conv1:3' or 'conv1:3..7'", repeated: true)
    ])
    static let examples = [
        Example("ablate conv2:5", "takes out one channel", after: "load digits; load digit-7"),
        Example("ablate conv1:0..2 conv2:5@3,4", "three channels of one layer and one unit of another", after: "load digits; load digit-7"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let places = try session.lab.places("PLACES", of: arguments)
        try session.lab.edit(name, places, in: session) { .scale($0, by: 0) }
        return nil
    }
}
