import Imaging
import Inference
import Language
import Tensors

/// One channel of a layer, by itself or over the picture.
struct MapView {
    let options: ViewOptions
    let session: Session

    /// The map of a channel.
    func figure(of layer: Layer, channel: Int, overImage: Bool) throws -> Figure {
        let maps = try session.lab.maps(of: layer, in: session)
        guard (0..<maps.shape[0]).contains(channel) else {
            throw LabError.noSuchChannel(channel, layer: layer.name, count: maps.shape[0])
        }
        return try figure(of: maps.part(channel), title: "\(Address(layer: layer.name, channel: channel))", overImage: overImage)
    }

    /// A plane `[H, W]`.
    func figure(of plane: Tensor, title: String, overImage: Bool = false) throws -> Figure {
        let colormap = options.colormap ?? .standard(isSigned: !overImage && plane.statistics.minimum < 0)
        let scaling = options.scaling ?? (colormap.kind == .diverging ? .symmetric : .each)
        if overImage {
            return try OverlayFigure(title: title, scaling: scaling, colormap: colormap, sizeInPixels: options.sizeInPixels)
                .figure(of: plane, over: try session.lab.visibleImage(), on: session.canvas)
        }
        return try MapFigure(title: title, scaling: scaling, colormap: colormap, sizeInPixels: options.sizeInPixels)
            .figure(of: plane, on: session.canvas)
    }
}
