import TestSupport
import Tensors
import Testing

@testable import Inference

/// Convolutions of 256 × 256 channels over 44 × 44 places, 1,141,899,264 multiply-adds each; a value goes past the third.
private func tower(count: Int) -> Graph {
    var graph = Graph(name: "tower", inputs: [GraphInput(name: "x", dimensions: [1, 256, 44, 44])], outputs: ["y"])
    var last = "x"
    for index in 0..<count {
        graph.constants["w\(index)"] = .random([256, 256, 3, 3], seed: UInt64(index))
        graph.nodes.append(
            Node(
                name: "conv\(index)", operatorName: "Conv", inputs: [last, "w\(index)"], outputs: ["h\(index)"],
                attributes: ["pads": .ints([1, 1, 1, 1])]))
        last = "h\(index)"
    }
    graph.nodes.append(Node(name: "sum", operatorName: "Add", inputs: [last, "h1"], outputs: ["y"]))
    graph.operatorSet = 13
    return graph
}

@Suite struct LandmarkTests {
    private func plan(_ network: Network, wanted: [String]) -> Plan {
        Plan(network, wanted: wanted) { $0 == "x" || network.constant($0) != nil }
    }

    @Test func `landmarks are values that all that follows depends on alone`() throws {
        let network = try Network(tower(count: 4))
        // After h1 there is always h1 beside the newest value.
        #expect(plan(network, wanted: ["y"]).landmarks(in: network) == ["h0", "h1"])
        #expect(plan(network, wanted: ["h0", "y"]).landmarks(in: network) == ["h1"])
        #expect(plan(network, wanted: ["h0"]).landmarks(in: network).isEmpty)
    }

    @Test func `another value of a large network is computed from a landmark`() throws {
        let (network, engine) = (try Network(tower(count: 3)), Engine(threadCount: 2))
        let feed = Feed(["x": .random([1, 256, 44, 44], seed: 9)])
        let run = try engine.run(network, feed: feed, wanted: ["y"])
        #expect(run.computedValueCount == 1)
        #expect(Array(run.values.keys) == ["y"])
        let other = try engine.run(network, feed: feed, wanted: ["h2"])
        #expect(other.operationCount == 1)
        let alone = try Engine(threadCount: 2).run(network, feed: feed, wanted: ["h2"], caching: false)
        #expect(alone.operationCount == 3)
        #expect(try #require(other.values["h2"]).floats == #require(alone.values["h2"]).floats)
    }
}
