import Exploration
import Imaging
import Inference
import ModelFormats

/// Two models: what they cost, and what they make of the picture.
struct ModelComparison {
    let rowCount: Int
    let session: Session

    func show(_ first: Model, _ second: Model) throws {
        let models = try [first, second].map { try LoadedModel($0, preprocessing: $0.preprocessing) }
        showSizes(models)
        if session.lab.image != nil { try showClasses(models) }
    }

    private func showSizes(_ models: [LoadedModel]) {
        let facts: [(String, (LoadedModel) -> String)] = [
            ("input", { "\($0.preprocessing.tensorShape)" }),
            ("layers", { Count.grouped($0.network.layers.all.count) }),
            ("convolutions", { model in Count.grouped(model.network.layers.all.count { $0.operatorName == "Conv" }) }),
            ("parameters", { model in Count.grouped(model.network.layers.all.reduce(0) { $0 + $1.parameterCount }) }),
            ("multiply-adds", { model in Count.grouped(model.network.layers.all.reduce(0) { $0 + $1.multiplyAdds }) }),
            ("outputs", { Count.grouped($0.network.values[$0.logitsName]?.shape.elementCount ?? 0) }),
        ]
        let columns: [Table.Column] = [.left("")] + models.map { .right($0.model.name) }
        session.emit(.table(Table(columns, rows: facts.map { fact in [fact.0] + models.map { fact.1($0) } })))
    }

    /// The classes that either model ranks first, with what both give them.
    private func showClasses(_ models: [LoadedModel]) throws {
        let picture = try session.lab.requireImage()
        let rankings = try models.map { model in
            ClassRanking.ranked(try session.lab.specimen(of: model, picture: picture.image, in: session).logits(control: session.control))
        }
        guard rankings[0].count == rankings[1].count else {
            for (model, ranking) in zip(models, rankings) {
                if let best = ranking.first { session.emit(.text("\(model.model.name): \(Self.words(best, model))")) }
            }
            return
        }
        var chosen: [Int] = []
        for place in 0..<min(rowCount, rankings[0].count) {
            for ranking in rankings where !chosen.contains(ranking[place].index) { chosen.append(ranking[place].index) }
        }
        let scores = rankings.map { ranking in Dictionary(uniqueKeysWithValues: ranking.map { ($0.index, $0) }) }
        let rows = chosen.map { index in
            ["\(index)", models[0].className(index)] + scores.map { Self.percent($0[index]?.probability ?? 0) }
        }
        let columns: [Table.Column] = [.right("class"), .left("name")] + models.map { .right($0.model.name) }
        session.emit(.table(Table(columns, rows: rows, caption: "\(picture.name): the first \(rowCount) classes of either model")))
    }

    private static func percent(_ probability: Float) -> String { NumberFormat.fixed(Double(probability) * 100, places: 2) + " %" }

    private static func words(_ score: ClassScore, _ model: LoadedModel) -> String {
        "\(model.className(score.index)), \(percent(score.probability))"
    }
}
