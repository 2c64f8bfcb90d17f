import Inference
import Tensors
import TestSupport
import Testing

/// A residual block: conv1 → bn1 → relu → conv2 → bn2 → (+ x) → relu_1, and a branch that nobody needs.
func residualBlock(channels: Int = 8) -> Graph {
    var graph = Graph(name: "block", inputs: [GraphInput(name: "x", dimensions: [nil, channels, 6, 6])], outputs: ["relu_1"])
    func add(_ name: String, _ operatorName: String, _ inputs: [String], _ attributes: Attributes = [:]) {
        graph.nodes.append(Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes))
    }
    for (index, source) in [(1, "x"), (2, "relu")] {
        graph.constants["w\(index)"] = .random([channels, channels, 3, 3], seed: UInt64(index))
        for (offset, name) in ["gamma", "beta", "mean", "variance"].enumerated() {
            graph.constants["\(name)\(index)"] = .random([channels], in: 0.5...1.5, seed: UInt64(10 * index + offset))
        }
        add("conv\(index)", "Conv", [source, "w\(index)"], ["pads": .ints([1, 1, 1, 1])])
        add("bn\(index)", "BatchNormalization", ["conv\(index)"] + ["gamma", "beta", "mean", "variance"].map { "\($0)\(index)" })
        if index == 1 { add("relu", "Relu", ["bn1"]) }
    }
    add("add", "Add", ["bn2", "x"])
    add("relu_1", "Relu", ["add"])
    add("pool", "GlobalAveragePool", ["conv1"])
    return graph
}

@Suite struct EngineTests {
    private let network: Network
    private let feed = Feed(["x": .random([1, 8, 6, 6], seed: 99)])
    private let engine = Engine(threadCount: 2)

    init() throws { network = try Network(residualBlock()) }

    @Test func `only what is asked for is computed`() throws {
        let run = try engine.run(network, feed: feed, wanted: ["bn1"])
        #expect(run.operationCount == 1)
        #expect(run.multiplyAdds == 8 * 8 * 9 * 36)
        #expect(Array(run.values.keys) == ["bn1"])
    }

    @Test func `nothing is computed twice`() throws {
        _ = try engine.run(network, feed: feed, wanted: ["relu_1"])
        let again = try engine.run(network, feed: feed, wanted: ["relu_1"])
        #expect(again.computedValueCount == 0)
        #expect(again.operationCount == 0)
        #expect(again.multiplyAdds == 0)
        #expect(again.values["relu_1"] != nil)
    }

    @Test func `a run starts from what the cache has`() throws {
        _ = try engine.run(network, feed: feed, wanted: ["relu"])
        let run = try engine.run(network, feed: feed, wanted: ["relu_1"])
        #expect(run.multiplyAdds == 8 * 8 * 9 * 36)
    }

    @Test func `another feed is another computation`() throws {
        let first = try engine.run(network, feed: feed, wanted: ["relu_1"])
        let second = try engine.run(network, feed: Feed(["x": .random([1, 8, 6, 6], seed: 7)]), wanted: ["relu_1"])
        #expect(second.computedValueCount == 1)
        #expect(first.values["relu_1"]?.floats != second.values["relu_1"]?.floats)
    }

    @Test func `a block takes two operations when nobody looks inside`() throws {
        let run = try engine.run(network, feed: feed, wanted: ["relu_1"])
        #expect(run.operationCount == 2)
    }

    @Test func `every value is the same alone, fused, and asked for together`() throws {
        let names = network.layers.all.map(\.valueName)
        let together = try engine.run(network, feed: feed, wanted: names).values
        #expect(together.count == names.count)
        for name in names {
            let alone = try Engine(threadCount: 1).run(network, feed: feed, wanted: [name])
            #expect(try #require(alone.values[name]).relativeDifference(to: #require(together[name])) < 1e-5, "\(name)")
        }
        let (sum, shift) = (try #require(together["add"]).floats, try #require(together["bn2"]).floats)
        let x = try #require(feed.tensors["x"]).floats
        #expect(sum == x.indices.map { shift[$0] + x[$0] })
        #expect(together["relu_1"]?.floats == sum.map { max($0, 0) })
    }

    @Test func `a budget evicts what was not used for longest`() throws {
        let bytes = 8 * 36 * 4
        let small = Engine(threadCount: 1, cacheBudgetInBytes: 2 * bytes)
        for name in ["conv1", "bn1", "relu"] { _ = try small.run(network, feed: feed, wanted: [name]) }
        #expect(small.cache.byteCount == 2 * bytes)
        #expect(try small.run(network, feed: feed, wanted: ["bn1"]).computedValueCount == 0)
        #expect(try small.run(network, feed: feed, wanted: ["conv1"]).computedValueCount == 1)
        #expect(try small.run(network, feed: feed, wanted: ["relu"]).computedValueCount == 1)
    }

    @Test func `a cancelled run throws and leaves the engine usable`() throws {
        let control = RunControl()
        control.cancel()
        #expect(throws: RunCancelled.self) { try engine.run(network, feed: feed, wanted: ["relu_1"], control: control) }
        #expect(try engine.run(network, feed: feed, wanted: ["relu_1"]).computedValueCount == 1)
    }

    @Test func `a run can be cancelled from its progress`() throws {
        nonisolated(unsafe) var control: RunControl?
        control = RunControl { _ in control?.cancel() }
        #expect(throws: RunCancelled.self) { try engine.run(network, feed: feed, wanted: ["relu_1"], control: try #require(control)) }
    }

    @Test func `a feed of the wrong shape is refused`() throws {
        let error = #expect(throws: RunError.self) {
            try engine.run(network, feed: Feed(["x": .random([1, 8, 5, 6], seed: 1)]), wanted: ["relu"])
        }
        #expect(error?.description == "the input 'x' takes the shape 1x8x6x6, found 1x8x5x6")
        #expect(throws: RunError.self) { try engine.run(network, feed: feed, wanted: ["conv9"]) }
        #expect(throws: RunError.self) { try engine.run(network, feed: Feed([:]), wanted: ["relu"]) }
    }
}
