import TestSupport
import Tensors
import Testing

@testable import Inference

@Suite struct SkipIdentitiesTests {
    /// A convolution, a dropout, an identity, and a convolution with an identity's constant as its weights.
    private func network() throws -> Network {
        var graph = Graph(
            name: "passing", inputs: [GraphInput(name: "x", dimensions: [1, 8, 6, 6])], outputs: ["y"],
            constants: ["v": .random([16, 8, 1, 1], seed: 1), "u": .random([4, 16, 3, 3], seed: 2), "ratio": Tensor([], [0.3])])
        graph.nodes = [
            Node(name: "first", operatorName: "Conv", inputs: ["x", "v"], outputs: ["a"]),
            Node(name: "dropout", operatorName: "Dropout", inputs: ["a", "ratio"], outputs: ["b", "mask"]),
            Node(name: "identity", operatorName: "Identity", inputs: ["b"], outputs: ["c"]),
            Node(name: "relu", operatorName: "Relu", inputs: ["c"], outputs: ["d"]),
            Node(name: "weights", operatorName: "Identity", inputs: ["u"], outputs: ["w"]),
            Node(name: "second", operatorName: "Conv", inputs: ["d", "w"], outputs: ["y"]),
        ]
        graph.operatorSet = 13
        return try Network(graph)
    }

    private func names(_ wanted: [String], edited: Set<String> = []) throws -> [String] {
        let network = try network()
        return Plan(network, wanted: wanted, edited: edited) { $0 == "x" || network.constant($0) != nil }.steps.map(\.name)
    }

    @Test func `what passes its input on takes no step`() throws {
        #expect(try names(["y"]) == ["first", "second"])
    }

    @Test func `what somebody looks at or changes is there`() throws {
        #expect(try names(["y", "b"]).contains("dropout"))
        #expect(try names(["y", "mask"]).contains("dropout"))
        #expect(try names(["y", "c"]).contains("identity"))
        #expect(try names(["y"], edited: ["b"]).contains("dropout"))
    }

    @Test func `results are the same whatever is asked for`() throws {
        let network = try network()
        let feed = Feed(["x": .random([1, 8, 6, 6], seed: 3)])
        let engine = Engine(threadCount: 2)
        let all = try engine.run(network, feed: feed, wanted: ["a", "b", "c", "d", "y"], caching: false).values
        let alone = try engine.run(network, feed: feed, wanted: ["y"], caching: false).values
        #expect(all["b"]?.floats == all["a"]?.floats)
        #expect(all["c"]?.floats == all["a"]?.floats)
        let (expected, found) = (try #require(all["y"]), try #require(alone["y"]))
        #expect(found.doubles.greatestDifference(to: expected.doubles) < 1e-5)
    }
}
