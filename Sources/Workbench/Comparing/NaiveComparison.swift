import Exploration
import Imaging
import Inference
import Language
import Tensors

/// The maps of a convolution as a chain of bare convolutions makes them, beside those that the network computes.
struct NaiveComparison {
    let options: ViewOptions
    let session: Session

    func show(of layer: Layer) throws {
        let model = try session.lab.requireModel()
        let specimen = try session.lab.specimen(in: session)
        let chain = try NaiveChain(of: model.network, inputName: model.inputName)
        guard chain.layers.contains(layer.name) else { throw LabError.notInChain(layer.name, last: chain.layers.last ?? "") }
        let feed = Feed(specimen.feed.tensors.filter { $0.key == model.inputName })
        let run = try specimen.engine.run(chain.network, feed: feed, wanted: [layer.valueName], control: session.control)
        guard let naive = run.values[layer.valueName]?.part(0) else { throw RunError.unknownValue(layer.valueName) }
        let truth = try session.lab.maps(of: layer, in: session)
        let chosen = Array(options.order.sorted(truth).prefix(options.top ?? 8))
        let words = "convolution \((chain.layers.firstIndex(of: layer.name) ?? 0) + 1) of \(chain.layers.count) in the chain"
        if naive.shape == truth.shape {
            var figure = try MapPairs(options: options).figure(
                "naive above, true below, of \(layer.name)", layer, chosen, above: naive, below: truth, on: session.canvas)
            let correlations = chosen.compactMap { TensorDistance(naive.part($0), truth.part($0))?.correlation }
            let mean = correlations.isEmpty ? nil : correlations.reduce(0, +) / Double(correlations.count)
            figure.caption += ", mean correlation \(NumberFormat.significant(mean, digits: 4)), \(words)"
            try session.show(figure)
        } else {
            session.emit(.text("naive \(naive.shape), true \(truth.shape): the chain has left out the pooling in between"))
            for (title, maps) in [("naive", naive), ("true", truth)] {
                let planes = Tensor(Shape([chosen.count] + maps.shape.dimensions[1...]), chosen.flatMap { maps.part($0).floats })
                let isSigned = planes.statistics.minimum < 0
                var figure = GridFigure(
                    title: "\(title) maps of \(layer.name)", totalCount: maps.shape[0],
                    names: chosen.map { "\(Address(layer: layer.name, channel: $0))" },
                    scaling: options.scaling ?? (isSigned ? .symmetric : .shared),
                    colormap: options.colormap ?? .standard(isSigned: isSigned))
                figure.rows = 1
                var drawn = try figure.figure(of: planes, on: session.canvas)
                if title == "naive" { drawn.caption += ", \(words)" }
                try session.show(drawn)
            }
        }
    }
}
