import Exploration
import Imaging
import Inference
import Language
import Tensors

extension EvidenceView {
    /// Runs the checks that were asked for and shows their numbers.
    ///
    /// - Parameter remake: makes the map of another specimen, as this one was made.
    /// - Throws: `RunCancelled` after showing what there was.
    func check(_ map: Tensor, of specimen: Specimen, remake: (Specimen, RunControl) throws -> Tensor) throws {
        if arguments.has("check") { try showCurves(of: map, specimen) }
        if let order = arguments.text("sanity").flatMap(SanityCheck.Order.init) { try showSanity(order, specimen, remake) }
    }

    private func showCurves(of map: Tensor, _ specimen: Specimen) throws {
        let check = try session.reporting("checking") { control in
            try EvidenceCheck(of: map, classNumber: target.number, in: specimen, control: control)
        }
        let curves = check.own + check.random
        let steps = EvidenceCheck.standardStepCount
        let rows = stride(from: 0, through: steps, by: 2).map { step in
            ["\(step * 100 / steps) %"]
                + curves.map { curve in
                    curve.probabilities.indices.contains(step) ? percent(curve.probabilities[step]) : "–"
                }
        }
        let areas = ["area"] + curves.map { $0.isComplete ? NumberFormat.fixed($0.area, places: 4) : "–" }
        session.emit(
            .table(
                Table(
                    [.right("changed")] + ["deletion", "insertion", "random deletion", "random insertion"].map { .right($0) },
                    rows: rows + [areas],
                    caption: "probability of \(target.title) while the picture is zeroed or sharpened in the map's order")))
        if !check.isComplete { throw RunCancelled() }
    }

    private func percent(_ share: Double) -> String { NumberFormat.fixed(share * 100, places: 2) + " %" }

    private func showSanity(
        _ order: SanityCheck.Order, _ specimen: Specimen, _ remake: (Specimen, RunControl) throws -> Tensor
    ) throws {
        let loaded = try session.lab.requireModel()
        let check = try SanityCheck(
            graph: loaded.model.graph, network: loaded.network, logits: loaded.logitsName, order: order)
        let shapes = [loaded.inputName: loaded.preprocessing.tensorShape]
        let stages = try session.reporting("shuffling weights") { control in
            try check.run(on: specimen, control: control) { graph in
                try Network(graph, inputShapes: shapes)
            } map: {
                try remake($0, control.withoutProgress)
            }
        }
        let rows = stages.map {
            [$0.layer, "\($0.shuffledCount)", similarity($0.rankCorrelation), similarity($0.structuralSimilarity)]
        }
        let what = order == .cascading ? "from the logits down to this layer" : "of this layer alone"
        session.emit(
            .table(
                Table(
                    [.left("layer"), .right("shuffled"), .right("rank correlation"), .right("SSIM")], rows: rows,
                    caption: "the map beside itself with the weights shuffled \(what): \(stages.count) of \(check.stages().count) stages")))
        if session.control.isCancelled { throw RunCancelled() }
    }

    private func similarity(_ number: Double) -> String { number.isFinite ? NumberFormat.fixed(number, places: 3) : "–" }
}
