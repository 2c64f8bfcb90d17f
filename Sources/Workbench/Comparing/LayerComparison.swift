import Exploration
import Imaging
import Inference
import Tensors

/// Layers with layers: linear CKA over the places of the picture; for two of one shape also how far their numbers are apart.
struct LayerComparison {
    let options: ViewOptions
    let session: Session

    /// Places along each side that maps are averaged to: as many as the coarsest has, and no more than this.
    private static let finestGrid = 14

    func show(_ first: [Layer], _ second: [Layer]) throws {
        let (a, b) = (first.filter(Self.hasPlaces), second.filter(Self.hasPlaces))
        guard let layerA = a.first, let layerB = b.first else {
            let layer = a.isEmpty ? first[0] : second[0]
            throw LabError.noChannels(layer: layer.name, shape: layer.outputShape)
        }
        let values = try session.lab.tensors((a + b).map(\.valueName), in: session)
        let grid = Self.commonGrid(a + b)
        let context = RunContext(threadCount: session.settings.threads ?? Engine.standardThreadCount, control: session.control)
        let kernels = try session.reporting("comparing layers") { control in
            var kernels: [String: LinearCKA] = [:]
            for (index, layer) in (a + b).enumerated() where kernels[layer.valueName] == nil {
                try control.checkCancellation()
                guard let maps = values[layer.valueName] else { continue }
                kernels[layer.valueName] = try LinearCKA(samples: maps.part(0).samples(rows: grid.rows, columns: grid.columns), in: context)
                control.report(Double(index + 1) / Double(a.count + b.count))
            }
            return kernels
        }
        let similarity = { (x: Layer, y: Layer) -> Double? in
            kernels[x.valueName].flatMap { one in kernels[y.valueName].flatMap { one.similarity(to: $0) } }
        }
        if a.count == 1, b.count == 1 {
            showPair(layerA, layerB, values, cka: similarity(layerA, layerB), grid)
        } else {
            try showMatrix(a, b, grid, similarity)
        }
    }

    private static func hasPlaces(_ layer: Layer) -> Bool {
        layer.outputShape.rank == 4 && layer.outputShape[2] * layer.outputShape[3] > 1
    }

    private static func commonGrid(_ layers: [Layer]) -> (rows: Int, columns: Int) {
        let rows = layers.map { $0.outputShape[2] }.min() ?? 1
        let columns = layers.map { $0.outputShape[3] }.min() ?? 1
        return (min(rows, finestGrid), min(columns, finestGrid))
    }

    private func showPair(_ a: Layer, _ b: Layer, _ values: [String: Tensor], cka: Double?, _ grid: (rows: Int, columns: Int)) {
        var rows = [["linear CKA", NumberFormat.significant(cka, digits: 4), "means over \(grid.rows)x\(grid.columns) places, centered"]]
        if let x = values[a.valueName], let y = values[b.valueName], let distance = TensorDistance(x, y) {
            rows += [
                ["relative distance", NumberFormat.significant(distance.relative, digits: 4), "‖A − B‖ / ‖A‖"],
                ["root mean square", NumberFormat.significant(distance.rootMeanSquare, digits: 4), "√ mean (A − B)²"],
                ["cosine", NumberFormat.significant(distance.cosine, digits: 4), ""],
                ["correlation", NumberFormat.significant(distance.correlation, digits: 4), ""],
                ["greatest difference", NumberFormat.significant(distance.greatest.difference, digits: 4), ""],
            ]
        }
        let caption = "A: \(a.name) \(a.outputShape), B: \(b.name) \(b.outputShape)" + (session.lab.editsNote.map { ", \($0)" } ?? "")
        session.emit(.table(Table([.left("measure"), .right("value"), .left("")], rows: rows, caption: caption)))
    }

    private func showMatrix(
        _ a: [Layer], _ b: [Layer], _ grid: (rows: Int, columns: Int), _ similarity: (Layer, Layer) -> Double?
    ) throws {
        let numbers = a.flatMap { row in b.map { Float(similarity(row, $0) ?? .nan) } }
        let title = "linear CKA of \(a.count) layers with \(b.count), over \(grid.rows)x\(grid.columns) places"
        let figure = MapFigure(
            title: title, scaling: options.scaling ?? .range(0, 1), colormap: options.colormap ?? .standard(isSigned: false))
        var drawn = try figure.figure(of: Tensor([a.count, b.count], numbers), on: session.canvas)
        drawn.caption += "; rows \(a[0].name) to \(a[a.count - 1].name), columns \(b[0].name) to \(b[b.count - 1].name)"
        drawn.textTwin = a.map { row in
            "  \(row.name): "
                + b.map { NumberFormat.significant(similarity(row, $0).map { ($0 * 1000).rounded() / 1000 }, digits: 4) }.joined(
                    separator: " ")
        }
        try session.show(drawn)
    }
}
