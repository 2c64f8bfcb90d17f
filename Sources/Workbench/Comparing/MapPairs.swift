import Imaging
import Inference
import Language
import Tensors

/// The same channels of two versions of a layer: one row above the other, all on one scale.
struct MapPairs {
    let options: ViewOptions

    func figure(
        _ title: String, _ layer: Layer, _ channels: [Int], above first: Tensor, below second: Tensor, on canvas: FigureCanvas
    ) throws -> Figure {
        let size = Array(first.shape.dimensions[1...])
        let planes = Tensor(
            Shape([2 * channels.count] + size), channels.flatMap { first.part($0).floats } + channels.flatMap { second.part($0).floats })
        let isSigned = planes.statistics.minimum < 0
        let names = channels.map { "\(Address(layer: layer.name, channel: $0))" }
        var figure = GridFigure(
            title: title, totalCount: 2 * first.shape[0], names: names.map { "above \($0)" } + names.map { "below \($0)" },
            scaling: options.scaling ?? (isSigned ? .symmetric : .shared), colormap: options.colormap ?? .standard(isSigned: isSigned))
        figure.rows = 2
        figure.columns = channels.count
        figure.labels = channels.map { ":\($0)" } + channels.map { ":\($0)" }
        return try figure.figure(of: planes, on: canvas)
    }
}
