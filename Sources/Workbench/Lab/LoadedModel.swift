import Imaging
import Inference
import ModelFormats
import Tensors

/// A model that is ready to run on pictures of one size.
package struct LoadedModel: Sendable {
    package let model: Model
    package let network: Network
    /// How pictures come to the network's input, the user's wishes included.
    package let preprocessing: Preprocessing
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
        let inputs = model.graph.inputs.filter { model.graph.constants[$0.name] == nil }
        guard let input = inputs.first, inputs.count == 1 else { throw LabError.inputCount(inputs.count, model: model.name) }
        takesPictures = input.dimensions.map { $0.count == 4 } ?? true
        let network = try Network(model.graph, inputShapes: takesPictures ? [input.name: preprocessing.tensorShape] : [:])
        inputShape = network.values[input.name]?.shape ?? preprocessing.tensorShape
        guard let output = network.outputs.first else { throw LabError.noOutput(model: model.name) }
        self.model = model
        self.network = network
        self.preprocessing = preprocessing
        inputName = input.name
        logitsName = Self.logits(of: network, output: output)
        labels = model.labels
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

extension Preprocessing {
    /// The shape of the tensor that it makes of a picture.
    var tensorShape: Shape {
        switch layout {
        case .nchw: [1, channelOrder.count, heightInPixels, widthInPixels]
        case .nhwc: [1, heightInPixels, widthInPixels, channelOrder.count]
        }
    }
}
