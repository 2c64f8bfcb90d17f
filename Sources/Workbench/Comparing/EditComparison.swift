import Exploration
import Imaging
import Inference
import Tensors

/// The network before its edits and after: how far each stage and the classes move, and the maps of one layer side by side.
struct EditComparison {
    let options: ViewOptions
    let session: Session

    private static let standardClassCount = 5

    func show(of layer: Layer?) throws {
        let model = try session.lab.requireModel()
        guard !session.lab.edits.isEmpty else { throw LabError.noEdits }
        let edited = try session.lab.specimen(in: session)
        let layers = model.network.stageEnds
        let names = layers.map(\.valueName) + [model.logitsName] + (layer.map { [$0.valueName] } ?? [])
        let after = try edited.values(names, control: session.control)
        let before = try edited.edited([]).values(names, control: session.control)
        showStages(layers, before, after)
        if let a = before[model.logitsName], let b = after[model.logitsName] { showClasses(a, b, model) }
        if let layer, let a = before[layer.valueName], let b = after[layer.valueName] { try showMaps(of: layer, a, b) }
    }

    private func showStages(_ layers: [Layer], _ before: [String: Tensor], _ after: [String: Tensor]) {
        let rows = layers.map { layer -> [String] in
            let distance = before[layer.valueName].flatMap { a in after[layer.valueName].flatMap { TensorDistance(a, $0) } }
            return [
                layer.name, "\(layer.outputShape)", NumberFormat.significant(distance?.relative, digits: 4),
                NumberFormat.significant(distance?.cosine, digits: 4),
            ]
        }
        let columns: [Table.Column] = [.left("layer"), .left("shape"), .right("relative distance"), .right("cosine")]
        session.emit(.table(Table(columns, rows: rows, caption: "the original with the edited network" + note)))
    }

    private var note: String { session.lab.editsNote.map { ", \($0)" } ?? "" }

    private func showClasses(_ before: Tensor, _ after: Tensor, _ model: LoadedModel) {
        let flat = { (scores: Tensor) in scores.reshaped(to: [scores.elementCount]) }
        let effect = EditEffect(before: flat(before), after: flat(after))
        let table = EffectTable(model: model, count: options.top ?? Self.standardClassCount)
        session.emit(.table(table.table(of: effect, caption: session.lab.editsNote ?? "")))
    }

    /// The channels that changed most, before and after.
    private func showMaps(of layer: Layer, _ before: Tensor, _ after: Tensor) throws {
        guard layer.outputShape.rank == 4 else { throw LabError.noChannels(layer: layer.name, shape: layer.outputShape) }
        let (a, b) = (before.part(0), after.part(0))
        let changes = (0..<a.shape[0]).map { TensorDistance(a.part($0), b.part($0))?.rootMeanSquare ?? 0 }
        let chosen = Array((0..<a.shape[0]).sorted { (-changes[$0], $0) < (-changes[$1], $1) }.prefix(options.top ?? 8))
        try session.show(
            MapPairs(options: options).figure(
                "original above, edited below, of \(layer.name), most changed first", layer, chosen, above: a, below: b, on: session.canvas)
        )
    }
}
