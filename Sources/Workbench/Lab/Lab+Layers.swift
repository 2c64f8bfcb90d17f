import Inference
import Language
import Tensors

extension Lab {
    /// The layer that a word names: by name, by its number in `layers`, by that of a module, whose last layer is meant, or by a pattern
    /// that fits only one; the current one for `nil`.
    ///
    /// - Throws: ``LabError``, or a `Diagnostic` that offers the nearest name.
    func layer(_ word: String?) throws -> Layer {
        let loaded = try requireModel()
        guard let word else {
            guard let currentLayer else { throw LabError.noLayer }
            return currentLayer
        }
        let layers = loaded.network.layers
        if let layer = layers.named(word) { return layer }
        if let number = Int(word), layers.all.indices.contains(number) { return layers.all[number] }
        if let last = layers.module(word).last { return last }
        if word.contains("*") {
            let matches = layers.matching(word)
            if matches.count == 1 { return matches[0] }
            if matches.count > 1 {
                throw Diagnostic("expected one layer, found \(matches.count) that fit '\(word)'", help: "'layers \(word)' lists them")
            }
        }
        let nearest = Suggestion.help(for: word, in: layers.all.lazy.map(\.name)).map { "\($0) " } ?? ""
        throw Diagnostic("no layer '\(word)' in '\(loaded.model.name)'", help: "\(nearest)'layers' lists all \(layers.all.count)")
    }

    /// The layer and channel that a word names: `conv1` or `conv1:17`.
    ///
    /// A layer whose own name looks like an address comes first.
    func place(_ word: String?) throws -> (layer: Layer, channel: Int?) {
        guard let word, try requireModel().network.layers.named(word) == nil, word.contains(":"), let address = try? Address(word) else {
            return (try layer(word), nil)
        }
        return (try layer(address.layer), address.channel)
    }

    /// The trained weights of a layer, one part a filter: `[O, C, kH, kW]`.
    func filters(of layer: Layer) throws -> Tensor {
        let loaded = try requireModel()
        guard let weights = layer.parameters.first.flatMap(loaded.network.constant), weights.shape.rank >= 2 else {
            throw LabError.noFilters(layer: layer.name, kind: layer.kind)
        }
        return weights.convertedToFloat32()
    }

    /// The trained summands of a layer, `[O]`.
    func bias(of layer: Layer) throws -> Tensor {
        let loaded = try requireModel()
        guard layer.parameters.count > 1, let bias = loaded.network.constant(layer.parameters[1]) else {
            throw LabError.noBias(layer: layer.name, kind: layer.kind)
        }
        return bias.convertedToFloat32()
    }
}

extension Tensor {
    /// The tensor without a first axis of one element, where it has more axes than that.
    var withoutBatchAxis: Tensor { shape.rank > 1 && shape[0] == 1 ? part(0) : self }
}
