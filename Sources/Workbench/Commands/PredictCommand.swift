import Exploration
import Imaging
import Language
import Tensors

/// `predict [top N]`: the classes with their probabilities.
enum PredictCommand: Command {
    static let name = "predict"
    static let summary = "names the classes that the model sees, with their probabilities"
    static let signature = Signature(clauses: [.clause("top", "N", .count, "how many classes, 5 where nothing is said")])
    static let examples = [
        Example("predict", "the five most probable classes", after: "load digits; load digit-7"),
        Example("predict top 10", "the ten most probable ones", after: "load digits; load digit-7"),
    ]

    /// Columns of text that a probability of 1 fills.
    private static let barWidth = 30

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let logits = try session.lab.logits(in: session)
        let model = try session.lab.requireModel()
        let ranked = ClassRanking.ranked(logits).prefix(arguments.integer("top") ?? 5)
        let rows = ranked.map { score in
            [
                "\(score.index)", model.className(score.index), NumberFormat.fixed(Double(score.probability) * 100, places: 2) + " %",
                bar(score.probability), NumberFormat.fixed(Double(score.logit), places: 3),
            ]
        }
        let columns: [Table.Column] = [.right("class"), .left("name"), .right("probability"), .left(""), .right("logit")]
        let warning = model.model.hasTrainedWeights ? "" : ", from random weights: it has learned nothing"
        let caption = "\(model.model.name), \(rows.count) of \(logits.elementCount) classes shown\(warning)"
        session.show(Table(columns, rows: rows, caption: caption))
        return ranked.first.map { .string(model.className($0.index)) }
    }

    /// A bar in eighths of a character.
    private static func bar(_ probability: Float) -> String {
        guard probability.isFinite else { return "" }
        let eighths = Int((min(max(probability, 0), 1) * Float(8 * barWidth)).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + rest
    }
}
