import Exploration
import Imaging
import Inference
import Language
import ModelFormats
import Tensors

extension Lab: BuiltInValues {
    package func value(of name: BuiltInName, layer: String?, in session: Session) throws -> Value {
        switch name {
        case .image: .tensor(try requireImage().image.convertedToRGB().tensor)
        case .input: .tensor(try input())
        case .maps: .tensor(try output(of: try self.layer(layer), in: session))
        case .filters: .tensor(try filters(of: try self.layer(layer)))
        case .bias: .tensor(try bias(of: try self.layer(layer)))
        case .logits: .tensor(try logits(in: session))
        case .probabilities:
            .tensor(try probabilities(in: session))
        case .labels: .list(try classNames(in: session).map { .string($0) })
        case .model: .string(try requireModel().model.name)
        }
    }

    private func probabilities(in session: Session) throws -> Tensor {
        let logits = try logits(in: session)
        return Tensor(logits.shape, ClassRanking.softmax(logits.floats))
    }

    private func classNames(in session: Session) throws -> [String] {
        let loaded = try requireModel()
        if let labels = loaded.labels { return labels }
        let count = loaded.network.values[loaded.logitsName]?.shape.elementCount ?? 0
        return (0..<count).map(loaded.className)
    }
}

extension Lab: NameSource {
    package var layerNames: [CompletionItem] {
        model?.network.layers.all.map { CompletionItem($0.name, "\($0.kind), \($0.outputShape)") } ?? []
    }

    package var modelNames: [CompletionItem] { ModelCatalog.all.map { CompletionItem($0.name, $0.summary) } }
    package var imageNames: [CompletionItem] { SampleCatalog.all.map { CompletionItem($0.name, $0.summary) } }
    package var classNames: [CompletionItem] { (model?.labels ?? []).map { CompletionItem($0) } }
}

extension Image {
    /// The samples as numbers `0...255`, `[H, W, C]`.
    var tensor: Tensor {
        Tensor([heightInPixels, widthInPixels, channelCount]) { destination in
            for (index, sample) in samples.enumerated() { destination[index] = Float(sample) }
        }
    }
}
