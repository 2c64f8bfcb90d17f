import Exploration
import Inference
import Tensors
import TestSupport

/// A network small enough for plain loops: convolution, rectifier, global pooling, dense layer.
struct SmallNetwork {
    static let inputShape: Shape = [1, 2, 8, 8]
    static let channelCount = 5
    static let classCount = 3

    let graph: Graph
    let network: Network
    let specimen: Specimen

    /// - Parameter hasBias: without biases the logits are as many times as large as the input.
    init(seed: UInt64, hasBias: Bool = true) throws {
        var graph = Graph(name: "small", inputs: [GraphInput(name: "x", dimensions: Self.inputShape.dimensions)], outputs: ["logits"])
        let scale: Float = hasBias ? 1 : 0
        graph.constants = [
            "w": .random([Self.channelCount, 2, 3, 3], seed: seed), "b": .random([Self.channelCount], in: -scale...scale, seed: seed + 1),
            "v": .random([Self.classCount, Self.channelCount], seed: seed + 2),
            "c": .random([Self.classCount], in: -scale...scale, seed: seed + 3),
        ]
        graph.nodes = [
            Node(
                name: "conv", operatorName: "Conv", inputs: ["x", "w", "b"], outputs: ["y"],
                attributes: ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])]),
            Node(name: "relu", operatorName: "Relu", inputs: ["y"], outputs: ["maps"]),
            Node(name: "pool", operatorName: "GlobalAveragePool", inputs: ["maps"], outputs: ["means"]),
            Node(name: "flatten", operatorName: "Flatten", inputs: ["means"], outputs: ["features"]),
            Node(
                name: "fc", operatorName: "Gemm", inputs: ["features", "v", "c"], outputs: ["logits"], attributes: ["transB": .int(1)]),
        ]
        self.graph = graph
        network = try Network(graph)
        specimen = Specimen(
            engine: Engine(threadCount: 1), network: network, feed: Feed(["x": .random(Self.inputShape, seed: seed + 4)]), inputName: "x",
            logitsName: "logits")
    }

    var input: Tensor { specimen.feed.tensors["x"] ?? Tensor(Self.inputShape, repeating: 0) }

    func logits(_ input: Tensor) throws -> [Float] { try specimen.fed(["x": input]).logits().floats }
}
