import Exploration
import Imaging
import Tensors

/// The class that the evidence is for, with what the network makes of it.
struct EvidenceTarget {
    let number: Int
    /// `'tiger cat' (282)`, or `class 282` where classes have no names.
    let title: String
    let logit: Float
    /// `0...1`.
    let probability: Float

    /// The class that `CLASS` names, or the most probable one.
    init(_ arguments: Arguments, in session: Session) throws {
        let scores = ClassRanking.ranked(try session.lab.logits(in: session))
        let model = try session.lab.requireModel()
        let named = try arguments.located(at: "CLASS") { try arguments.text("CLASS").map(session.lab.classNumber) }
        guard let score = named.flatMap({ number in scores.first { $0.index == number } }) ?? scores.first else {
            throw LabError.noScores(model: model.model.name, shape: [0])
        }
        number = score.index
        title = model.labels == nil ? model.className(number) : "'\(model.className(number))' (\(number))"
        (logit, probability) = (score.logit, score.probability)
    }

    /// `logit 9.51, probability 61.2 %`.
    var scores: String {
        "logit \(NumberFormat.fixed(Double(logit), places: 3)), "
            + "probability \(NumberFormat.fixed(Double(probability) * 100, places: 2)) %"
    }
}
