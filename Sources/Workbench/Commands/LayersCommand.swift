import Exploration
import Inference
import Language
import Tensors

/// `layers [PATTERN]`: the table of layers; `layers plan`: the steps in which they run.
enum LayersCommand: Command {
    static let name = "layers"
    static let summary = "lists the layers: number, name, kind, output shape, parameters, multiply-adds, stride to the image"
    static let signature = Signature(
        [.optional("PATTERN", .layer, "a name or a pattern such as 'layer3.*'")],
        clauses: [
            .flag("plan", "runs the network and lists the steps that were made of its layers, with time and speed"),
            .flag("plot", "draws the plan's steps under the roofline: what the processor and its memory allow"),
        ])
    static let examples = [
        Example("layers", "all layers", after: "load digits"),
        Example("layers conv*", "those whose names begin with conv", after: "load digits"),
        Example("layers plan", "what ran where, and how fast", after: "load digits; load digit-7"),
        Example("layers plan plot", "how near each step comes to what the machine can do", after: "load digits; load digit-7"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let network = try session.lab.requireModel().network
        if arguments.has("plan") {
            if arguments.has("PATTERN") {
                throw arguments.error("expected 'plan' alone, since steps go through several layers", at: "PATTERN")
            }
            let profile = try StepProfile(session.lab.specimen(in: session), control: session.control)
            let view = PlanView(profile: profile, layers: network.layers.all)
            session.show(view.table())
            if arguments.has("plot") { try session.show(view.roofline(of: session.lab.requireModel().model.name, on: session.canvas)) }
            return nil
        }
        if arguments.has("plot") { throw arguments.error("expected 'plan' with 'plot'", at: "plot") }
        let shown: [Layer]
        if let pattern = arguments.text("PATTERN") {
            let matches = network.layers.matching(pattern)
            shown = matches.isEmpty ? [try arguments.located(at: "PATTERN") { try session.lab.layer(pattern) }] : matches
        } else {
            shown = network.layers.all
        }
        session.show(table(of: shown, total: network.layers.all.count))
        return nil
    }

    private static func table(of layers: [Layer], total: Int) -> Table {
        let rows = layers.map { layer in
            [
                "\(layer.number)", layer.name, layer.kind, layer.shapeDescription,
                layer.parameterCount == 0 ? "" : Count.grouped(layer.parameterCount),
                layer.multiplyAdds == 0 ? "" : Count.grouped(layer.multiplyAdds),
                layer.totalStride.map { "\(Value.number($0))" } ?? "",
            ]
        }
        let parameters = Count.grouped(layers.reduce(0) { $0 + $1.parameterCount })
        let cost = Count.short(layers.reduce(0) { $0 + $1.multiplyAdds })
        let columns: [Table.Column] = [
            .right("#"), .left("layer"), .left("kind"), .right("output"), .right("parameters"), .right("multiply-adds"), .right("stride"),
        ]
        let caption = "\(layers.count) of \(total) layers, \(parameters) parameters, \(cost) multiply-adds"
        return Table(columns, rows: rows, caption: caption)
    }
}
