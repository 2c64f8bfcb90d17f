import Exploration
import Imaging
import Inference

/// The steps in which the engine runs the current network, with what each takes.
struct PlanView {
    let profile: StepProfile
    let layers: [Layer]

    /// A row a step. What is folded into a step is named after it.
    func table() -> Table {
        let layersByValue = Dictionary(layers.map { ($0.valueName, $0) }, uniquingKeysWith: { first, _ in first })
        let layersByNode = Dictionary(layers.flatMap { [($0.name, $0), ($0.fullName, $0)] }, uniquingKeysWith: { first, _ in first })
        let rows = profile.steps.map { row(of: $0, layersByNode[$0.name], layersByValue[$0.output]) }
        let columns: [Table.Column] = [
            .right("#"), .left("layers"), .left("operator"), .left("computed in"), .right("multiply-adds"), .right("ms"), .right("GFLOP/s"),
            .right("of peak"),
        ]
        return Table(columns, rows: rows, caption: caption)
    }

    /// The steps that multiply, under what the machine allows.
    ///
    /// - Throws: `FigureError` where no step multiplies, or the canvas is too small.
    func roofline(of model: String, on canvas: FigureCanvas) throws -> Figure {
        let names = Dictionary(layers.flatMap { [($0.name, $0.name), ($0.fullName, $0.name)] }, uniquingKeysWith: { first, _ in first })
        let points = profile.steps.compactMap { step in
            profile.rate(of: step).map { rate in
                RooflineFigure.Point(
                    name: names[step.name] ?? step.name, group: step.algorithm.rawValue,
                    intensity: 2 * Double(step.multiplyAdds) / Double(max(1, step.byteCount)), rate: rate.operationsPerSecond)
            }
        }
        let threads = profile.threadCount == 1 ? "1 thread" : "\(profile.threadCount) threads"
        return try RooflineFigure(
            title: "roofline of \(model) on \(threads)", points: points, peak: profile.peak, bandwidth: profile.bandwidth
        ).figure(on: canvas)
    }

    private func row(of step: StepTiming, _ first: Layer?, _ last: Layer?) -> [String] {
        let begin = first?.name ?? step.name
        let end = last?.name ?? begin
        var row = [
            first.map { "\($0.number)" } ?? "", begin == end ? begin : "\(begin) … \(end)", step.operatorName,
            step.algorithm.rawValue + (step.isTuned ? ", tuned" : ""),
        ]
        row += [step.multiplyAdds == 0 ? "" : Count.grouped(step.multiplyAdds), Self.milliseconds(step.duration)]
        guard let rate = profile.rate(of: step) else { return row + ["", ""] }
        let gigaflops = (rate.operationsPerSecond / 1e8).rounded() / 10
        return row + ["\(Value.number(gigaflops))", "\(Int((rate.share * 100).rounded())) %"]
    }

    private var caption: String {
        let threads = profile.threadCount == 1 ? "1 thread" : "\(profile.threadCount) threads"
        return "\(layers.count) layers in \(profile.steps.count) steps: \(Self.milliseconds(profile.duration)) ms on \(threads), "
            + "whose peak is \(Value.number((profile.peak / 1e9).rounded())) GFLOP/s; each step at its fastest"
    }

    private static func milliseconds(_ duration: Duration) -> String {
        "\(Value.number((duration / .milliseconds(1) * 1000).rounded() / 1000))"
    }
}
