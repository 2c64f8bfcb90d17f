import Tensors
import TestSupport
import Testing

@testable import Inference

/// Convolutions that are joined, beginnings of a longer join among them, as dense blocks have them.
private func denseBlock(growth: Int = 16, count: Int = 4, side: Int = 9) -> Graph {
    var graph = Graph(name: "dense", inputs: [GraphInput(name: "x", dimensions: [1, 3, side, side])], outputs: ["out"])
    func convolution(_ name: String, _ input: String, _ shape: Shape) {
        graph.constants["\(name).w"] = .random(shape, seed: UInt64(graph.constants.count + 1))
        let pads = Attributes(dictionaryLiteral: ("pads", .ints([Int](repeating: shape[2] / 2, count: 4))))
        graph.nodes.append(Node(name: name, operatorName: "Conv", inputs: [input, "\(name).w"], outputs: [name], attributes: pads))
    }
    convolution("y0", "x", [growth, 3, 3, 3])
    for index in 1...count {
        let parts = (0..<index).map { "y\($0)" }
        graph.nodes.append(
            Node(name: "join\(index)", operatorName: "Concat", inputs: parts, outputs: ["join\(index)"], attributes: ["axis": .int(1)]))
        convolution("y\(index)", "join\(index)", [growth, growth * index, 3, 3])
    }
    graph.nodes.append(
        Node(
            name: "join", operatorName: "Concat", inputs: (0...count).map { "y\($0)" }, outputs: ["join"], attributes: ["axis": .int(1)]))
    convolution("out", "join", [7, growth * (count + 1), 1, 1])
    graph.operatorSet = 13
    return graph
}

@Suite struct PreparedRunTests {
    private static let graphs = [branchingGraph(), residualBlock(), residualBlock(channels: 32), denseBlock(), denseBlock(growth: 20)]

    private func values(_ network: Network, _ feed: [String: Tensor], wanted: [String], wide: Bool) throws -> [String: Tensor] {
        let known = { (name: String) in feed[name] ?? network.constant(name) }
        let context = RunContext(threadCount: 2, kernels: wide ? .auto : .openblas)
        let plan = try PreparedPlan(Plan(network, wanted: wanted) { known($0) != nil }, of: network, in: context)
        return try network.run(plan, edits: EditScope([], in: network), in: context, known: known)
    }

    @Test(arguments: Self.graphs.indices) func `every value is the same whether maps share memory or not`(index: Int) throws {
        let network = try Network(Self.graphs[index])
        let shape = try #require(network.values["x"]?.shape)
        let feed = ["x": Tensor.random(shape, seed: 5)]
        let all = network.operations.flatMap(\.node.outputs)
        let expected = try values(network, feed, wanted: all, wide: false)
        for wanted in all.map({ [$0] }) + [all, network.outputs] {
            for (name, tensor) in try values(network, feed, wanted: wanted, wide: true) {
                let exact = try #require(expected[name]).doubles
                let greatest = max(1, exact.map(abs).max() ?? 0)
                #expect(tensor.doubles.greatestDifference(to: exact) < 1e-5 * greatest, "\(name)")
            }
        }
    }

    @Test func `a result stays what it was when the memory is used again`() throws {
        let network = try Network(denseBlock())
        let engine = Engine(threadCount: 2)
        let wanted = ["join", "y2", "out"]
        let first = try engine.run(network, feed: Feed(["x": .random([1, 3, 9, 9], seed: 1)]), wanted: wanted)
        let before = first.values.mapValues(\.floats)
        let second = try engine.run(network, feed: Feed(["x": .random([1, 3, 9, 9], seed: 2)]), wanted: wanted)
        #expect(first.values.mapValues(\.floats) == before)
        #expect(second.values.mapValues(\.floats) != before)
        let again = try engine.run(network, feed: Feed(["x": .random([1, 3, 9, 9], seed: 1)]), wanted: wanted)
        #expect(again.values.mapValues(\.floats) == before)
    }

    @Test(arguments: ["y0", "y2", "join2"]) func `an edit of a part reaches the joined value`(edited: String) throws {
        let network = try Network(denseBlock())
        let edit = Edit(edited, .scale([Edit.Place(channel: 3)], by: 0))
        let feed = Feed(["x": .random([1, 3, 9, 9], seed: 3)])
        let engine = Engine(threadCount: 2)
        let plain = try engine.run(network, feed: feed, wanted: ["join"])
        let run = try engine.run(network, feed: feed, edits: [edit], wanted: ["join", "out"])
        #expect(run.values["join"]?.floats != plain.values["join"]?.floats)
        let repeated = try engine.run(network, feed: Feed(feed.tensors), edits: [edit], wanted: ["out"])
        #expect(repeated.values["out"]?.floats == run.values["out"]?.floats)
    }

    @Test(arguments: [residualBlock(channels: 40), branchingGraph()]) func `values that are needed at the same time do not overlap`(
        graph: Graph
    ) throws {
        let network = try Network(graph)
        let all = network.operations.flatMap(\.node.outputs)
        for wanted in [network.outputs, all] {
            let prepared = try PreparedPlan(
                Plan(network, wanted: wanted) { network.producers[$0] == nil }, of: network, in: RunContext())
            var uses: [Int: ClosedRange<Int>] = [:]
            for (index, step) in prepared.steps.enumerated() {
                for case let number? in step.allInputs + step.outputs {
                    let end = prepared.isWanted[number] ? prepared.steps.count : index
                    uses[number] = (uses[number]?.lowerBound ?? index)...max(end, uses[number]?.upperBound ?? 0)
                }
            }
            for (first, firstUse) in uses {
                for (second, secondUse) in uses where first < second && firstUse.overlaps(secondUse) {
                    guard let one = prepared.memory.bytes(of: first), let other = prepared.memory.bytes(of: second) else { continue }
                    #expect(!one.overlaps(other), "\(prepared.names[first]), \(prepared.names[second])")
                    #expect(max(one.upperBound, other.upperBound) <= prepared.memory.byteCount)
                }
            }
        }
    }

    @Test func `what is joined lies where it is joined`() throws {
        let context = RunContext()
        guard context.usesBlocks else { return }
        let whole = try Network(denseBlock()), odd = try Network(denseBlock(growth: 20))
        let joined = try [whole, odd].map { network in
            try PreparedPlan(Plan(network, wanted: ["out"]) { network.producers[$0] == nil }, of: network, in: context)
                .steps.count { $0.isJoinedInPlace }
        }
        #expect(joined[0] == 5)
        #expect(joined[1] == 1)
    }
}
