import Imaging
import Inference
import ModelFormats
import Tensors

/// A model that is ready to run on pictures of one size.
package struct LoadedModel: Sendable {
    package var model: Model
    package let network: Network
    /// How pictures come to the network's input, the user's wishes included.
    package let preprocessing: Preprocessing
    /// The input that pictures are fed to, or the first one where none takes pictures.
    package let inputName: String
    /// The shape of what the network is given: `[1, C, H, W]` for pictures.
    package let inputShape: Shape
    /// Whether that is the shape that pictures come in.
    package let takesPictures: Bool
    /// The scores before a last softmax: what the network is for.
    package let logitsName: String
    /// What the classes are called; `nil` where they have numbers only.
    package var labels: [String]?

    /// Checks the model's graph for pictures as `preprocessing` makes them.
    ///
    /// - Throws: `NetworkError`, ``LabError``.
    init(_ model: Model, preprocessing: Preprocessing) throws {
        let pictureInput = model.graph.pictureInput
        guard let input = pictureInput?.name ?? model.graph.feedNames.first else { throw LabError.noInput(model: model.name) }
        takesPictures = pictureInput != nil
        let network = try Self.network(of: model, inputShapes: takesPictures ? [input: preprocessing.tensorShape] : [:])
        inputShape = network.values[input]?.shape ?? preprocessing.tensorShape
        guard let output = network.outputs.first else { throw LabError.noOutput(model: model.name) }
        self.model = model
        self.network = network
        self.preprocessing = preprocessing
        inputName = input
        logitsName = Self.logits(of: network, output: output)
        labels = model.labels
    }

    /// The network, its open dimensions bound; what stays open is said with the way to state it.
    private static func network(of model: Model, inputShapes: [String: Shape]) throws -> Network {
        do throws(NetworkError) {
            return try Network(model.graph, inputShapes: inputShapes)
        } catch {
            switch error {
            case .openDimension(let name, _):
                let declared = model.graph.inputs.first { $0.name == name }?.dimensions
                throw LabError.openInput(name, declared: declared, source: model.loadWord)
            case .inputShape(let input, let declared, let found):
                throw LabError.declaredOtherwise(input: input, declared: declared, found: found, source: model.loadWord)
            default: throw error
            }
        }
    }

    /// The inputs that must be fed beside the picture, with what they take.
    var furtherInputs: [(name: String, info: ValueInfo)] {
        network.inputs.compactMap { input in
            input.name == inputName ? nil : network.values[input.name].map { (input.name, $0) }
        }
    }

    /// What a picture is to the network.
    func tensor(of image: Image) -> Tensor {
        let tensor = preprocessing.tensor(from: image)
        return network.values[inputName].map { tensor.converted(to: $0.elementType) } ?? tensor
    }

    /// The value before the softmax that computes the output, or the output itself.
    private static func logits(of network: Network, output: String) -> String {
        guard let producer = network.producers[output] else { return output }
        let operation = network.operations[producer]
        return operation.node.operatorName == "Softmax" ? operation.node.inputs.first ?? output : output
    }

    /// What a class is called: its label, or its number.
    func className(_ index: Int) -> String {
        labels.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? "class \(index)"
    }
}

extension Model {
    /// What `load` takes to load it again.
    fileprivate var loadWord: String {
        if case .file = LoadTarget(source) { source } else { name }
    }
}

extension Preprocessing {
    /// The shape of the tensor that it makes of a picture.
    var tensorShape: Shape {
        switch layout {
        case .nchw: [1, channelOrder.count, heightInPixels, widthInPixels]
        case .nhwc: [1, heightInPixels, widthInPixels, channelOrder.count]
        }
    }
}
