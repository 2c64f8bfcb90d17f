import Exploration
import Imaging
import Inference
import Language

/// `sweep LAYER [class NAME]`: takes out one channel after the other.
enum SweepCommand: Command {
    static let name = "sweep"
    static let summary = "ranks the channels of a layer by what taking each out does to a class"
    static let signature = Signature(
        [.required("LAYER", .layer, "the layer")],
        clauses: [
            .clause("class", "NAME", .classLabel, "the class, by name or number; the most probable one where nothing is said"),
            .clause("top", "N", .count, "how many channels are listed, 10 where nothing is said"),
            .clause(
                "sort", "KEY", .choice(Order.allCases.map(\.rawValue)), "what comes first: what the class loses most by, gains, or both"),
        ])
    static let examples = [
        Example("sweep relu2", "what the most probable class lives on", after: "load digits; load digit-7"),
        Example("sweep relu2 class 1 top 5", "what another class lives on", after: "load digits; load digit-7"),
    ]

    /// What comes first in the table.
    private enum Order: String, CaseIterable {
        /// The channels that the class loses most by.
        case loss
        /// Those that it gains by.
        case gain
        /// Those that change it most.
        case change

        func key(_ difference: Float) -> Float {
            guard difference.isFinite else { return .infinity }
            return switch self {
            case .loss: difference
            case .gain: -difference
            case .change: -abs(difference)
            }
        }
    }

    private static let standardCount = 10

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let layer = try arguments.located(at: "LAYER") { try session.lab.layer(arguments.text("LAYER")) }
        let model = try session.lab.requireModel()
        let specimen = try session.lab.specimen(in: session)
        let logits = try session.lab.logits(of: specimen, in: session)
        let classIndex =
            try arguments.text("class").map { word in try arguments.located(at: "class") { try session.lab.classNumber(word) } }
            ?? ClassRanking.ranked(logits).first?.index ?? 0
        let result = try arguments.located(at: "LAYER") {
            try session.reporting("taking out channels of \(layer.name)") { control in
                try Sweep(specimen, value: layer.valueName, classIndex: classIndex).run(control: control)
            }
        }
        session.lab.noteWork(multiplyAdds: result.multiplyAdds)
        guard result.doneCount > 0 else { throw RunCancelled() }
        let order = arguments.text("sort").flatMap(Order.init) ?? .loss
        let ranking = result.logits.indices.sorted {
            (order.key(result.logits[$0] - result.baselineLogit), $0) < (order.key(result.logits[$1] - result.baselineLogit), $1)
        }
        let view = SweepView(model: model, layer: layer, result: result, ranking: ranking)
        let shown = ranking.prefix(arguments.integer("top") ?? standardCount)
        session.show(view.table(of: Array(shown)))
        try session.show(view.figure(on: session.canvas))
        if result.doneCount < result.channelCount { throw RunCancelled() }
        return .list(shown.map { .address(Address(layer: layer.name, channel: $0)) })
    }
}
