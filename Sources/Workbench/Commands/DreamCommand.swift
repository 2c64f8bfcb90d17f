import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `dream ADDRESS…`: the input that excites a unit, a channel, a class or a direction most.
enum DreamCommand: Command {
    static let name = "dream"
    static let summary = "climbs from noise to the picture that excites a unit, a channel, a class or a direction most"
    static let signature = Signature(
        [.optional("PLACE", .address, "a channel such as 'conv2:5', a unit such as 'conv2:5@3,4'", repeated: true)],
        clauses: [
            .clause("class", "NAME", .classLabel, "the logit of a class instead"),
            .clause("direction", "VECTOR", .value, "one number a channel of the layer instead, such as '$vector'"),
            .clause("of", "LAYER", .layer, "the layer that a direction is in, instead of the current one"),
            .clause("steps", "N", .integer(1...10_000), "steps up the gradient, 128 where nothing is said"),
            .clause("seed", "N", .integer(0...ParameterType.countLimit), "the noise to begin with, 0 where nothing is said"),
        ])
    static let examples = [
        Example("dream conv2:5 steps 8", "what a channel looks for", after: "load digits"),
        Example("dream class 7 steps 8", "what the network takes for a seven", after: "load digits"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let targets = try targets(arguments, in: session)
        var studio = DreamStudio(session: session)
        studio.stepCount = arguments.integer("steps") ?? studio.stepCount
        studio.seed = UInt64(arguments.integer("seed") ?? 0)
        try studio.show(targets)
        return nil
    }

    private static func targets(_ arguments: Arguments, in session: Session) throws -> [DreamStudio.Target] {
        let lab = session.lab
        if arguments.has("class") {
            return [try arguments.located(at: "class") { try lab.dreamTarget(ofClass: arguments.text("class") ?? "") }]
        }
        if arguments.has("direction") {
            let layer = try LayerClause(arguments, lab).layer
            return [
                try arguments.located(at: "direction") {
                    try lab.dreamTarget(of: layer, direction: (arguments.value("direction") ?? .none).tensor())
                }
            ]
        }
        let addresses = arguments.addresses("PLACE")
        guard !addresses.isEmpty else { throw arguments.error("expected a channel, 'class' or 'direction', found nothing") }
        return try arguments.located(at: "PLACE") { try addresses.map { try lab.dreamTarget(at: $0) } }
    }
}
