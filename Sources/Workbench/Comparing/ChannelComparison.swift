import Exploration
import Imaging
import Inference
import Language
import Tensors

/// Two channels: their maps and the difference, on one scale.
struct ChannelComparison {
    let options: ViewOptions
    let session: Session

    func show(_ first: (layer: Layer, channel: Int), _ second: (layer: Layer, channel: Int)) throws {
        let (a, b) = (try map(first), try map(second))
        let names = [first, second].map { "\(Address(layer: $0.layer.name, channel: $0.channel))" }
        guard a.shape == b.shape else { throw LabError.differentShapes(names[0], a.shape, names[1], b.shape) }
        let difference = Tensor(a.shape, zip(a.floats, b.floats).map { $0 - $1 })
        let planes = Tensor(Shape([3] + a.shape.dimensions), a.floats + b.floats + difference.floats)
        var figure = GridFigure(
            title: "\(names[0]) with \(names[1])", totalCount: 3, names: names + ["\(names[0]) - \(names[1])"],
            scaling: options.scaling ?? .symmetric, colormap: options.colormap ?? .standard(isSigned: true))
        // The title has the layer's name.
        let isOneLayer = first.layer.name == second.layer.name
        figure.labels = isOneLayer ? [":\(first.channel)", ":\(second.channel)", ":\(first.channel) - :\(second.channel)"] : figure.names
        figure.rows = 1
        var drawn = try figure.figure(of: planes, on: session.canvas)
        if let distance = TensorDistance(a, b) {
            drawn.caption +=
                ", correlation \(NumberFormat.significant(distance.correlation, digits: 4)), cosine \(NumberFormat.significant(distance.cosine, digits: 4))"
            drawn.caption += ", relative distance \(NumberFormat.significant(distance.relative, digits: 4))"
        }
        try session.show(drawn)
    }

    private func map(_ place: (layer: Layer, channel: Int)) throws -> Tensor {
        try session.lab.channel(place.channel, of: session.lab.maps(of: place.layer, in: session), place.layer)
    }
}
