import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `invert [LAYER]`: a picture that a layer cannot tell from the one at hand.
enum InvertCommand: Command {
    static let name = "invert"
    static let summary = "climbs from noise to a picture whose maps at a layer are those of the current one: what the layer still knows"
    static let signature = Signature(
        [.optional("LAYER", .layer, "the layer, instead of the current one")],
        clauses: [
            .clause("steps", "N", .integer(1...10_000), "steps up the gradient, 256 where nothing is said"),
            .clause("seed", "N", .integer(0...ParameterType.countLimit), "the noise to begin with, 0 where nothing is said"),
        ])
    static let examples = [Example("invert conv2 steps 8", "what conv2 still knows of the picture", after: "load digits; load digit-7")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let layer = try arguments.located(at: "LAYER") { try session.lab.layer(arguments.text("LAYER")) }
        let model = try session.lab.requireModel()
        let specimen = try session.lab.specimen(in: session)
        let goal = try specimen.value(layer.valueName, control: session.control)
        var dream = Dream(specimen, preprocessing: model.preprocessing, objective: .likeness(value: layer.valueName, to: goal))
        dream.stepCount = arguments.integer("steps") ?? 256
        dream.seed = UInt64(arguments.integer("seed") ?? 0)
        // The maps say where things are: the cut must not move.
        dream.jitterInPixels = 0
        let total = dream.stepCount
        let picture = try session.lab.visibleImage()
        let state = try session.reporting("inverting \(layer.name)") { control in
            var live = LiveFigure(session)
            return try dream.run(control: control) { state in
                try live.show { try figure(of: state, beside: picture, layer, total, in: session) }
            }
        }
        try session.show(try figure(of: state, beside: picture, layer, total, in: session))
        try session.control.checkCancellation()
        return nil
    }

    private static func figure(
        of state: Dream.State, beside picture: Image, _ layer: Layer, _ total: Int, in session: Session
    ) throws -> Figure {
        let distance = (state.finalScore ?? state.scores.last).map { NumberFormat.significant((-$0).squareRoot(), digits: 3) } ?? "–"
        let title =
            "\(layer.name) \(layer.outputShape) inverted: \(state.picture.heightInPixels)x\(state.picture.widthInPixels), "
            + "\(state.scores.count) of \(total) steps, relative distance of the maps \(distance)"
        return try RowFigure(title: title, labels: ["the picture", "from \(layer.name)"]).figure(
            of: [picture, state.picture], on: session.canvas)
    }
}
