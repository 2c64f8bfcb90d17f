import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `cam [CLASS] [method …] [of LAYER]`: where a layer's maps speak for a class.
enum CamCommand: Command {
    static let name = "cam"
    static let summary = "draws over the picture where the maps of a layer speak for a class"
    static let signature = Signature(
        [.optional("CLASS", .classLabel, "a class by name or number, the most probable one where nothing is said")],
        clauses: [
            .clause(
                "method", "METHOD", .choice(ClassActivationMethod.allCases.map(\.rawValue)),
                "how the maps are weighed, 'gradcam' where nothing is said"),
            .clause("of", "LAYER", .layer, "the layer, the last one with places where nothing is said"),
            .flag("signed", "shows what speaks against the class too, before the method's rectifier"),
            .clause("top", "N", .count, "how many of the strongest channels 'scorecam' tries, all where nothing is said"),
        ] + EvidenceView.clauses + [EvidenceView.sizeClause])
    static let examples = [
        Example("cam", "what speaks for the most probable class", after: "load digits; load digit-7"),
        Example("cam 3 method layercam of relu1", "another class and method, at an early layer", after: "load digits; load digit-7"),
        Example("cam method scorecam top 8", "without gradients", after: "load digits; load digit-7"),
        Example("cam check", "with insertion and deletion as numbers", after: "load digits; load digit-7"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let method = arguments.text("method").flatMap(ClassActivationMethod.init) ?? .gradcam
        let target = try EvidenceTarget(arguments, in: session)
        let layer = try arguments.text("of").map { _ in try LayerClause(arguments, session.lab).layer.valueName }
        let specimen = try session.lab.specimen(in: session)
        let activation = try arguments.located(at: "of") {
            try session.reporting(method.title) { control in
                try ClassActivation(
                    method, of: target.number, at: layer, in: specimen, channelLimit: arguments.integer("top"), control: control)
            }
        }
        let view = EvidenceView(session: session, arguments: arguments, target: target)
        let isSigned = !method.rectifies || arguments.has("signed")
        try view.show(
            isSigned ? activation.map : activation.shown,
            drawing(activation, isSigned: isSigned, target, specimen.network, sizeInPixels: arguments.integer("size")))
        try session.control.checkCancellation()
        try view.check(activation.shown, of: specimen) { other, control in
            try ClassActivation(
                method, of: target.number, at: activation.layer, in: other, channelLimit: arguments.integer("top"), control: control
            ).shown
        }
        return .tensor(activation.map)
    }

    private static func drawing(
        _ activation: ClassActivation, isSigned: Bool, _ target: EvidenceTarget, _ network: Network, sizeInPixels: Int?
    ) -> EvidenceView.Drawing {
        let layer = network.layerName(of: activation.layer)
        var facts: [String] = []
        if !isSigned, let summary = EvidenceSummary(of: activation.map) {
            facts.append("the positive part, \(NumberFormat.fixed(summary.positiveShare * 100, places: 1)) % of the magnitudes")
        }
        if activation.channels.used < activation.channels.total {
            facts.append("\(activation.channels.used) of \(activation.channels.total) channels weighed")
        }
        let subject = activation.method.knowsClasses ? "\(activation.method.title) of \(target.title)" : activation.method.title
        return EvidenceView.Drawing(
            title: "\(subject) at \(layer)", place: layer, facts: facts, isOverPicture: true, isSigned: isSigned,
            sizeInPixels: sizeInPixels)
    }
}
