import Exploration
import Imaging
import Tensors

/// What an edit does to the most probable classes, before and after.
struct EffectTable {
    let model: LoadedModel
    /// So many of the most probable classes before and after are shown.
    var count = 5

    /// The classes that are among the first before or after, most probable after the edit first.
    func table(of effect: EditEffect, caption: String) -> Table {
        let before = ClassRanking.ranked(effect.before)
        let after = ClassRanking.ranked(effect.after)
        let old = Dictionary(before.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        let chosen = Set(before.prefix(count).map(\.index) + after.prefix(count).map(\.index))
        let rows = after.filter { chosen.contains($0.index) }.compactMap { score in old[score.index].map { row($0, score) } }
        let columns: [Table.Column] = [
            .right("class"), .left("name"), .right("probability"), .right("→ after"), .right("logit"), .right("→ after"),
            .right("difference"),
        ]
        return Table(columns, rows: rows, caption: "\(caption); \(verdict(before, after))")
    }

    private func row(_ before: ClassScore, _ after: ClassScore) -> [String] {
        let difference = Double(after.logit) - Double(before.logit)
        return [
            "\(after.index)", model.className(after.index), percent(before.probability), percent(after.probability),
            number(before.logit), number(after.logit), (difference > 0 ? "+" : "") + NumberFormat.fixed(difference, places: 3),
        ]
    }

    private func verdict(_ before: [ClassScore], _ after: [ClassScore]) -> String {
        guard let first = before.first?.index, let now = after.first?.index else { return "no classes" }
        return first == now ? "still \(model.className(now))" : "\(model.className(first)) becomes \(model.className(now))"
    }

    private func percent(_ share: Float) -> String { NumberFormat.fixed(Double(share) * 100, places: 2) + " %" }

    private func number(_ number: Float) -> String { NumberFormat.fixed(Double(number), places: 3) }
}
