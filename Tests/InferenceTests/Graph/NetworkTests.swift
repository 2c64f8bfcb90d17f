import Inference
import Tensors
import TestSupport
import Testing

@Suite struct NetworkTests {
    private func relu(_ name: String, _ input: String) -> Node {
        Node(name: name, operatorName: "Relu", inputs: [input], outputs: [name])
    }

    private func graph(_ nodes: [Node], outputs: [String] = [], dimensions: [Int?]? = [1, 2, 4, 4]) -> Graph {
        Graph(name: "test", inputs: [GraphInput(name: "x", dimensions: dimensions)], outputs: outputs, nodes: nodes)
    }

    @Test func `nodes in any order run in the order of their needs`() throws {
        let network = try Network(graph([relu("c", "b"), relu("a", "x"), relu("b", "a")], outputs: ["c"]))
        #expect(network.layers.all.map(\.name) == ["a", "b", "c"])
    }

    @Test func `a graph that cannot run says which node and why`() {
        let cases: [(Graph, String)] = [
            (graph([relu("a", "b"), relu("b", "a")]), "node 'a' depends on its own output"),
            (graph([relu("a", "nowhere")]), "node 'a' needs 'nowhere', which nothing computes"),
            (graph([relu("a", "x"), relu("a", "x")]), "node 'a' computes 'a', which exists already"),
            (graph([relu("x", "x")]), "node 'x' computes 'x', which exists already"),
            (
                graph([Node(name: "n", operatorName: "Teleport", inputs: ["x"], outputs: ["n"])]),
                "node 'n' has the operator 'Teleport', which is not supported"
            ),
            (graph([relu("a", "x")], outputs: ["z"]), "nothing computes the output 'z'"),
            (graph([relu("a", "x")], dimensions: [1, nil, 4]), "axis 1 of input 'x' is open"),
            (graph([relu("a", "x")], dimensions: nil), "the shape of input 'x' is open"),
            (graph([relu("a", "x")], dimensions: [1, -3]), "axis 1 of input 'x' is open"),
            (graph([Node(name: "n", operatorName: "Relu", inputs: [], outputs: ["n"])]), "node 'n' (Relu): input 0 (X) is missing"),
            (
                graph([relu("a", "x")], dimensions: [1 << 40, 1 << 40]),
                "node 'x' computes 'x' of shape 1099511627776x1099511627776: more than 1073741824 elements"
            ),
        ]
        for (graph, message) in cases {
            let error = #expect(throws: NetworkError.self) { try Network(graph) }
            #expect(error?.description == message)
        }
    }

    @Test func `an open batch axis is a batch of one, and a shape can be bound`() throws {
        let open = graph([relu("a", "x")], dimensions: [nil, 3, nil, nil])
        #expect(throws: NetworkError.self) { try Network(open) }
        #expect(try Network(open, inputShapes: ["x": [1, 3, 7, 5]]).values["a"]?.shape == [1, 3, 7, 5])
        #expect(throws: NetworkError.self) { try Network(open, inputShapes: ["x": [1, 4, 7, 5]]) }
    }

    @Test func `what does not depend on an input is computed at load`() throws {
        var folded = graph([relu("c", "k"), relu("a", "x")])
        folded.constants["k"] = Tensor([2], [-1, 2])
        let network = try Network(folded)
        #expect(network.constant("c")?.floats == [0, 2])
        #expect(network.layers.all.map(\.name) == ["a"])
    }

    @Test func `a hundred thousand nodes are checked`() throws {
        let nodes = (0..<100_000).map { relu("n\($0)", $0 == 0 ? "x" : "n\($0 - 1)") }
        #expect(try Network(graph(nodes.reversed())).layers.all.count == 100_000)
    }

    @Test(arguments: [("*", 3), ("layer1.*", 2), ("*conv*", 2), ("layer1.conv", 1), ("layer2", 0), ("*.*v", 1), ("", 0)])
    func `patterns find layers`(pattern: String, count: Int) throws {
        let network = try Network(graph([relu("conv0", "x"), relu("layer1.conv", "conv0"), relu("layer1.relu", "layer1.conv")]))
        #expect(network.layers.matching(pattern).count == count)
    }

    @Test func `the table knows strides and parameters`() throws {
        var stem = graph(
            [
                Node(
                    name: "conv", operatorName: "Conv", inputs: ["x", "w", "b"], outputs: ["v1"], attributes: ["strides": .ints([2, 2])]),
                Node(
                    name: "pool", operatorName: "MaxPool", inputs: ["v1"], outputs: ["v2"],
                    attributes: ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]),
                Node(name: "end", operatorName: "GlobalAveragePool", inputs: ["v2"], outputs: ["v3"]),
            ], dimensions: [1, 3, 20, 20])
        stem.constants["w"] = .random([5, 3, 3, 3], seed: 1)
        stem.constants["b"] = .random([5], seed: 2)
        let layers = try Network(stem).layers
        #expect(layers.all.map(\.totalStride) == [2, 4, 16])
        #expect(layers.all.map(\.parameterCount) == [5 * 27 + 5, 0, 0])
        #expect(layers.all.map(\.kind) == ["Conv 3x3 /2", "MaxPool 2x2 /2", "GlobalAveragePool"])
        #expect(layers.named("v2")?.name == "pool")
    }
}
