import Exploration
import Imaging
import Inference
import Language
import Tensors

/// A stage of the network on one sheet: a row of maps or filters for each of its layers.
struct StageView {
    let options: ViewOptions
    let session: Session

    /// Maps that are shown of each layer where nothing is said.
    private static let standardCount = 8
    /// More layers than this are left out.
    private static let layerLimit = 64

    /// The layers that `layer3.*` or, for `show stage`, `layer3` names; `nil` where it names one layer and no more.
    static func layers(_ word: String, isStage: Bool, _ lab: Lab) throws -> [Layer]? {
        let layers = try lab.requireModel().network.layers
        guard layers.named(word) == nil || isStage else { return nil }
        let found = isStage && !word.contains("*") ? layers.module(word) : layers.matching(word)
        if !found.isEmpty { return found.count > 1 || isStage ? found : nil }
        return isStage ? [try lab.layer(word)] : nil
    }

    /// The first maps of every layer in the order asked for.
    func maps(of layers: [Layer], title: String) throws -> Figure {
        let values = try session.lab.tensors(
            layers.filter(\.hasChannels).prefix(Self.layerLimit).map(\.valueName), in: session)
        return try figure("maps of \(title)", layers, isSigned: false) { layer in
            values[layer.valueName].flatMap { try? session.lab.asMaps($0.withoutBatchAxis, of: layer) }
        }
    }

    /// The first filters of every layer that has any, as means over the channels that they see.
    func filters(of layers: [Layer], title: String) throws -> Figure {
        try figure("filters of \(title), means over the channels they see", layers, isSigned: true) { layer in
            (try? session.lab.filters(of: layer))?.planesOfFilters
        }
    }

    private func figure(_ title: String, _ layers: [Layer], isSigned: Bool, planes: (Layer) -> Tensor?) throws -> Figure {
        var rows: [ContactSheetFigure.Row] = []
        for layer in layers where rows.count < Self.layerLimit {
            guard let tensor = planes(layer), tensor.shape.rank == 3 else { continue }
            let chosen = Array(options.order.sorted(tensor).prefix(options.top ?? Self.standardCount))
            rows.append(
                ContactSheetFigure.Row(
                    name: layer.name, planes: tensor.parts(chosen), totalCount: tensor.shape[0],
                    names: chosen.map { "\(Address(layer: layer.name, channel: $0))" },
                    labels: options.showsLabels ? chosen.map { ":\($0)" } : nil))
        }
        guard !rows.isEmpty else { throw Diagnostic("expected layers with \(isSigned ? "filters" : "maps"), found none") }
        let order = options.order == .index ? "" : " by \(options.order.rawValue)"
        let left = rows.count < layers.count ? " (\(rows.count) of \(layers.count) layers)" : ""
        let sheet = ContactSheetFigure(
            title: title + order + left, rows: rows, scaling: options.scaling ?? (isSigned ? .symmetric : .each),
            colormap: options.colormap ?? .standard(isSigned: isSigned), sizeInPixels: options.sizeInPixels)
        return try sheet.figure(on: session.canvas)
    }
}
