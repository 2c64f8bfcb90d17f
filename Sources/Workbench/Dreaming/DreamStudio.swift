import Exploration
import Imaging
import Inference
import Language

/// Dreams one thing after the other, showing each as it comes to be, and all of them at the end.
struct DreamStudio {
    /// What a dream is of.
    struct Target {
        let name: String
        let objective: DreamObjective
    }

    let session: Session
    var stepCount = 128
    var seed: UInt64 = 0

    init(session: Session) { self.session = session }

    /// Shows the dreams of the targets in one row.
    ///
    /// - Throws: `RunCancelled` after what there is was shown.
    func show(_ targets: [Target]) throws {
        let model = try session.lab.requireModel()
        let specimen = try specimenWithoutPicture(model)
        var states: [Dream.State] = []
        for target in targets where !session.control.isCancelled {
            let dream = dream(of: target, specimen, model)
            states.append(
                try session.reporting("dreaming of \(target.name)") { control in
                    var live = LiveFigure(session)
                    return try dream.run(control: control) { state in
                        try live.show { try figure(of: Array(targets.prefix(states.count + 1)), states + [state]) }
                    }
                })
        }
        try session.show(try figure(of: Array(targets.prefix(states.count)), states))
        try session.control.checkCancellation()
    }

    private func dream(of target: Target, _ specimen: Specimen, _ model: LoadedModel) -> Dream {
        var dream = Dream(specimen, preprocessing: model.preprocessing, objective: target.objective)
        (dream.stepCount, dream.seed) = (stepCount, seed)
        return dream
    }

    /// A dream needs no picture to begin with.
    private func specimenWithoutPicture(_ model: LoadedModel) throws -> Specimen {
        let blank = Image(
            heightInPixels: model.preprocessing.heightInPixels, widthInPixels: model.preprocessing.widthInPixels, channelCount: 3,
            samples: [UInt8](repeating: 0, count: model.preprocessing.heightInPixels * model.preprocessing.widthInPixels * 3))
        return try session.lab.specimen(of: model, picture: blank, in: session).edited(session.lab.edits.flatMap(\.edits))
    }

    private func figure(of targets: [Target], _ states: [Dream.State]) throws -> Figure {
        let size = states.first.map { "\($0.picture.heightInPixels)x\($0.picture.widthInPixels)" } ?? ""
        let done = states.map(\.scores.count).min() ?? 0
        let title =
            "dream of \(targets.map(\.name).joined(separator: ", ")): \(size), \(done) of \(stepCount) steps, seed \(seed), "
            + zip(states, targets).map { state, _ in Self.climb(state) }.joined(separator: ", ")
        var figure = try RowFigure(title: title, labels: targets.map(\.name)).figure(of: states.map(\.picture), on: session.canvas)
        figure.textTwin = zip(targets, states).map { "  \($0.name): \(Self.climb($1))" }
        return figure
    }

    /// `0.12 → 8.4`: the first step's value and the last picture's.
    private static func climb(_ state: Dream.State) -> String {
        let first = NumberFormat.significant(state.scores.first, digits: 3)
        let last = NumberFormat.significant(state.finalScore ?? state.scores.last, digits: 3)
        return "\(first) → \(last)"
    }
}
