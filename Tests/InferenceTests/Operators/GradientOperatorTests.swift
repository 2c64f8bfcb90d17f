import Inference
import Tensors
import Testing

/// The operator that differentiates the graph around it.
struct GradientOperatorTests {
    private static let name = "ai.onnx.preview.training:Gradient"

    private static func gradient(_ node: String, _ y: String, xs: [String], zs: [String] = [], of inputs: [String]? = nil) -> Node {
        Node(
            name: node, operatorName: name, inputs: inputs ?? xs + zs, outputs: xs.map { "\(node)/\($0)" },
            attributes: ["xs": .strings(xs), "zs": .strings(zs), "y": .string(y)])
    }

    private static func binary(_ name: String, _ a: String, _ b: String, _ y: String) -> Node {
        Node(name: y, operatorName: name, inputs: [a, b], outputs: [y])
    }

    private static func run(_ nodes: [Node], _ inputs: [String: Tensor], constants: [String: Tensor] = [:]) throws -> [String: [Float]] {
        let graph = Graph(
            name: "test", inputs: inputs.keys.sorted().map { GraphInput(name: $0, dimensions: inputs[$0]?.shape.dimensions) },
            outputs: nodes.filter { $0.operatorName == name }.flatMap(\.outputs), constants: constants, nodes: nodes)
        let network = try Network(graph)
        let run = try Engine(threadCount: 1, cacheBudgetInBytes: 0).run(network, feed: Feed(inputs), wanted: network.outputs)
        return run.values.mapValues(\.floats)
    }

    @Test func `a product of a sum is differentiated by its factors`() throws {
        let nodes = [
            Self.binary("Add", "a", "b", "c"), Self.binary("Mul", "c", "a", "d"), Self.gradient("g", "d", xs: ["a", "b"]),
        ]
        let values = try Self.run(nodes, ["a": Tensor([2], [3, -1]), "b": Tensor([2], [5, 7])])
        // 2a + b, and a.
        #expect(values == ["g/a": [11, 5], "g/b": [3, -1]])
    }

    @Test func `the way ends at the values that are named, and weights come along`() throws {
        let nodes = [
            Self.binary("Mul", "x", "w", "h"), Self.binary("Mul", "h", "h", "y"), Self.gradient("all", "y", xs: ["x"]),
            Self.gradient("half", "y", xs: ["h"]), Self.gradient("elsewhere", "y", xs: ["h"], of: ["x"]),
            Self.gradient("fixed", "y", xs: ["w"], zs: ["x"]),
        ]
        let values = try Self.run(nodes, ["x": Tensor([1], [3])], constants: ["w": Tensor([1], [2])])
        #expect(values == ["all/x": [24], "half/h": [12], "elsewhere/h": [6], "fixed/w": [36]])
    }

    @Test func `what does not depend on a value has the derivative 0`() throws {
        let nodes = [Self.binary("Mul", "b", "b", "y"), Self.gradient("g", "y", xs: ["a", "b"])]
        let values = try Self.run(nodes, ["a": Tensor([3], [1, 2, 3]), "b": Tensor([1], [4])])
        #expect(values == ["g/a": [0, 0, 0], "g/b": [8]])
    }

    private static let square = binary("Mul", "x", "x", "y")

    private static let refused: [(nodes: [Node], reason: String)] = [
        ([square, gradient("g", "y", xs: ["x"]), gradient("gg", "g/x", xs: ["x"])], "a derivative of a derivative, of what"),
        ([square, gradient("g", "nowhere", xs: ["x"])], "node 'g' needs 'nowhere', which nothing computes"),
        ([square, gradient("g", "y", xs: ["x"], of: ["x", "x"])], "expected 1 inputs, for 'xs' and 'zs', found 2"),
        ([square, gradient("g", "y", xs: [])], "attribute 'xs' is missing"),
        ([square] + (0...16).map { gradient("g\($0)", "y", xs: ["x"]) }, "or beside 16 others is not supported"),
    ]

    @Test(arguments: refused.indices)
    func `what cannot be differentiated is refused`(index: Int) {
        let (nodes, reason) = Self.refused[index]
        let error = #expect(throws: NetworkError.self) { try Self.run(nodes, ["x": Tensor([1], [3])]) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "none")")
    }
}
