import Exploration
import Imaging
import Inference
import Language

/// What taking out each channel of a layer does to a class.
struct SweepView {
    let model: LoadedModel
    let layer: Layer
    let result: SweepResult
    /// The channels in their order.
    let ranking: [Int]

    private var className: String { model.className(result.classIndex) }
    private var baselineTop: Int { ClassRanking.top(of: result.baselineLogits) }

    private var extent: String {
        result.doneCount == result.channelCount
            ? "\(result.channelCount) channels of \(layer.name)"
            : "\(result.doneCount) of \(result.channelCount) channels of \(layer.name), stopped there"
    }

    func table(of channels: [Int]) -> Table {
        let rows = channels.map { channel in
            let difference = Double(result.logits[channel]) - Double(result.baselineLogit)
            let top = result.topClasses[channel]
            return [
                "\(Address(layer: layer.name, channel: channel))", NumberFormat.fixed(Double(result.logits[channel]), places: 3),
                (difference > 0 ? "+" : "") + NumberFormat.fixed(difference, places: 3), top == baselineTop ? "" : model.className(top),
            ]
        }
        let changed = result.topClasses.count { $0 != baselineTop }
        let caption =
            "\(className): logit \(NumberFormat.fixed(Double(result.baselineLogit), places: 3)) with all channels; "
            + "\(channels.count) shown of \(extent); another class is first without \(changed == 0 ? "none" : "\(changed)") of them"
        let columns: [Table.Column] = [.left("without"), .right("logit"), .right("difference"), .left("first class becomes")]
        return Table(columns, rows: rows, caption: caption)
    }

    /// Every channel's difference, in the order of the ranking.
    func figure(on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let names = ranking.map { "\(Address(layer: layer.name, channel: $0))" }
        let changes = ranking.map { result.topClasses[$0] != baselineTop }
        let marks = changes.contains(true) ? ", marked where another class is first" : ""
        let title = "change of the logit of \(className) without each of \(extent)\(marks)"
        return try BarFigure(title: title, names: names, isMarked: changes)
            .figure(of: ranking.map { result.logits[$0] - result.baselineLogit }, on: canvas)
    }
}
