import Imaging
import Inference
import Language
import Tensors

/// What `of LAYER` names: a layer, or one of its channels; the current layer where nothing is said.
struct LayerClause {
    let layer: Layer
    let channel: Int?

    init(_ arguments: Arguments, _ lab: Lab) throws {
        (layer, channel) = try arguments.located(at: "of") { try lab.place(arguments.text("of")) }
    }

    var address: Address { Address(layer: layer.name, channel: channel) }
}

extension Lab {
    /// One channel of maps `[C, H, W]`.
    func channel(_ channel: Int, of maps: Tensor, _ layer: Layer) throws -> Tensor {
        guard (0..<maps.shape[0]).contains(channel) else {
            throw LabError.noSuchChannel(channel, layer: layer.name, count: maps.shape[0])
        }
        return maps.part(channel)
    }
}

extension Session {
    /// Shows a figure and remembers it for `save`.
    ///
    /// The caption says which edits are in force, and that weights are random where they are.
    func show(_ figure: Figure) throws {
        var figure = figure
        if lab.model?.model.hasTrainedWeights == false { figure.caption += ", random weights" }
        if let note = lab.editsNote { figure.caption += ", \(note)" }
        lab.lastFigure = figure
        emit(.figure(figure))
    }
}
