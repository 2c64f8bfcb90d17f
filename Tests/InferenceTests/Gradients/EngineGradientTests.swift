import Inference
import Tensors
import TestSupport
import Testing

/// x → conv → bn → relu, and relu + (x · 2) → pool → logits.
private func smallNetwork(batch: Int = 1) throws -> Network {
    var graph = Graph(name: "small", inputs: [GraphInput(name: "x", dimensions: [nil, 4, 6, 6])], outputs: ["logits"])
    graph.constants = [
        "w": .random([4, 4, 3, 3], seed: 1), "two": Tensor(scalar: 2), "head": .random([3, 4], seed: 2),
        "unread": .random([3], seed: 3), "scale": .random([4], in: 0.5...1.5, seed: 4), "bias": .random([4], seed: 5),
        "mean": .random([4], seed: 6), "variance": .random([4], in: 0.5...1.5, seed: 7),
    ]
    func add(_ name: String, _ operatorName: String, _ inputs: [String], _ attributes: Attributes = [:]) {
        graph.nodes.append(Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes))
    }
    add("conv", "Conv", ["x", "w"], ["pads": .ints([1, 1, 1, 1])])
    add("bn", "BatchNormalization", ["conv", "scale", "bias", "mean", "variance"])
    add("relu", "Relu", ["bn"])
    add("double", "Mul", ["x", "two"])
    add("sum", "Add", ["relu", "double"])
    add("pool", "GlobalAveragePool", ["sum"])
    add("flat", "Flatten", ["pool"])
    add("logits", "Gemm", ["flat", "head"], ["transB": .int(1)])
    add("best", "ArgMax", ["logits"], ["axis": .int(1)])
    add("chosen", "Cast", ["best"], ["to": .int(1)])
    return try Network(graph, inputShapes: ["x": [batch, 4, 6, 6]])
}

@Suite struct EngineGradientTests {
    private let engine = Engine(threadCount: 2)
    private let feed = Feed(["x": .random([1, 4, 6, 6], seed: 9)])
    private let seed = Tensor([1, 3], [0, 1, 0])

    /// What the loss, logit 1, gains for each of some elements of a value that is fed.
    private func differences(_ network: Network, _ name: String, _ tensor: Tensor, edits: [Edit] = []) throws -> [Float] {
        let step: Float = 1.0 / 512
        func logit(_ numbers: [Float]) throws -> Float {
            let run = try Engine(threadCount: 1).run(
                network, feed: Feed([name: Tensor(tensor.shape, numbers)]), edits: edits, wanted: ["logits"], caching: false)
            return try #require(run.values["logits"]).floats[1]
        }
        return try tensor.floats.indices.map { place in
            var (above, below) = (tensor.floats, tensor.floats)
            above[place] += step
            below[place] -= step
            return try (logit(above) - logit(below)) / (2 * step)
        }
    }

    @Test func `gradients of branches are summed where the branches part`() throws {
        let network = try smallNetwork()
        let run = try engine.gradient(network, feed: feed, of: ["logits": seed], withRespectTo: ["x"])
        let found = try #require(run.gradients["x"]).doubles
        let expected = try differences(network, "x", #require(feed.tensors["x"])).map(Double.init)
        let wrong = zip(found, expected).filter { abs($0 - $1) > 1e-3 }
        // A difference that straddles a corner of the rectifier is no derivative.
        #expect(wrong.count < found.count / 10)
        #expect(found.contains { abs($0) > 0.01 })
    }

    @Test func `every image of a batch has the gradient it has alone`() throws {
        let batch = Tensor.random([3, 4, 6, 6], seed: 21)
        let seeds = Tensor([3, 3], [0, 1, 0, 1, 0, 0, 0, 0, 2])
        let together = try engine.gradient(
            try smallNetwork(batch: 3), feed: Feed(["x": batch]), of: ["logits": seeds], withRespectTo: ["x"])
        let gradients = try #require(together.gradients["x"])
        for index in 0..<3 {
            let alone = try engine.gradient(
                try smallNetwork(), feed: Feed(["x": batch.part(index).reshaped(to: [1, 4, 6, 6])]),
                of: ["logits": seeds.part(index).reshaped(to: [1, 3])], withRespectTo: ["x"])
            let expected = try #require(alone.gradients["x"]).reshaped(to: [4, 6, 6])
            #expect(gradients.part(index).relativeDifference(to: expected) < 1e-5)
        }
    }

    @Test func `a computed value, a weight and the input may be asked for together`() throws {
        let network = try smallNetwork()
        let run = try engine.gradient(
            network, feed: feed, of: ["logits": seed], withRespectTo: ["x", "relu", "w", "head", "chosen"], keeping: ["logits", "relu"])
        #expect(run.gradients["relu"]?.floats == run.gradients["relu"].map { gradient in (0..<144).map { gradient.floats[$0 / 36 * 36] } })
        #expect(run.gradients["w"]?.shape == [4, 4, 3, 3])
        let relu = try #require(run.values["relu"])
        let x = try #require(feed.tensors["x"]).floats
        let sums = zip(relu.floats, x).map { $0 + 2 * $1 }
        let means = (0..<4).map { sums[$0 * 36..<($0 + 1) * 36].reduce(0, +) / 36 }
        let rows = try #require(run.gradients["head"]).floats
        #expect(Tensor([4], Array(rows[4..<8])).relativeDifference(to: Tensor([4], means)) < 1e-5)
        #expect(rows[..<4].allSatisfy { $0 == 0 })
        #expect(run.gradients["chosen"]?.floats == [0])
        #expect(run.values["logits"]?.shape == [1, 3])
    }

    @Test func `a value that is fed is where the way back ends`() throws {
        let network = try smallNetwork()
        let relu = Tensor.random([1, 4, 6, 6], in: 0...1, seed: 5)
        let both = Feed(["relu": relu, "x": .random([1, 4, 6, 6], seed: 9)])
        let run = try engine.gradient(network, feed: both, of: ["logits": seed], withRespectTo: ["x", "relu", "conv"])
        #expect(run.gradients["conv"]?.floats.allSatisfy { $0 == 0 } ?? false)
        let head = try #require(network.constant("head")).floats
        #expect(
            try #require(run.gradients["relu"]).relativeDifference(to: Tensor([1, 4, 6, 6], (0..<144).map { head[4 + $0 / 36] / 36 }))
                < 1e-5)
        #expect(
            try #require(run.gradients["x"]).relativeDifference(to: Tensor([1, 4, 6, 6], (0..<144).map { head[4 + $0 / 36] / 18 })) < 1e-5)
    }

    @Test(
        arguments: [
            Edit("relu", .scale([Edit.Place(channel: 1)], by: -0.5)), Edit("relu", .keep([Edit.Place(channel: 2, position: [3, 3])])),
            Edit("relu", .swap(0, 3)), Edit("bn", .scale([Edit.Place(position: [2, 2])], by: 0)), Edit("conv", .swap(1, 2)),
        ])
    func `edits act on the way back as on the way forth`(edit: Edit) throws {
        let network = try smallNetwork()
        let edits = [edit, Edit("relu", .scale([Edit.Place(channel: 3)], by: 3))]
        let run = try engine.gradient(network, feed: feed, edits: edits, of: ["logits": seed], withRespectTo: ["x"])
        let found = try #require(run.gradients["x"]).floats
        let expected = try differences(network, "x", #require(feed.tensors["x"]), edits: edits)
        #expect(zip(found, expected).filter { abs($0 - $1) > 1e-3 }.count < found.count / 10)
    }

    @Test func `guided and deconvolution rules change what rectifiers pass back`() throws {
        var graph = Graph(name: "rectifiers", inputs: [GraphInput(name: "x", dimensions: [6])], outputs: ["relu"])
        graph.constants = ["low": Tensor(scalar: 0), "high": Tensor(scalar: 6)]
        graph.nodes = [
            Node(name: "relu", operatorName: "Relu", inputs: ["x"], outputs: ["relu"]),
            Node(name: "clip", operatorName: "Clip", inputs: ["x", "low", "high"], outputs: ["clip"]),
        ]
        let network = try Network(graph)
        let feed = Feed(["x": Tensor([6], [-1, -2, 1, 2, 7, 8])])
        let seed = Tensor([6], [1, -1, 2, -2, 3, -3])
        let expected: [(GradientRule, String, [Float])] = [
            (.exact, "relu", [0, 0, 2, -2, 3, -3]), (.guided, "relu", [0, 0, 2, 0, 3, 0]), (.deconvolution, "relu", [1, 0, 2, 0, 3, 0]),
            (.exact, "clip", [0, 0, 2, -2, 0, 0]), (.guided, "clip", [0, 0, 2, 0, 0, 0]), (.deconvolution, "clip", [1, 0, 2, 0, 3, 0]),
        ]
        for (rule, value, numbers) in expected {
            let run = try engine.gradient(network, feed: feed, of: [value: seed], withRespectTo: ["x"], rule: rule)
            #expect(run.gradients["x"]?.floats == numbers, "\(rule) \(value)")
        }
    }

    @Test func `seeds may depend on the values they belong to`() throws {
        let network = try smallNetwork()
        let run = try engine.gradient(network, feed: feed, of: ["relu"], withRespectTo: ["relu"]) { values in values }
        #expect(run.gradients["relu"]?.floats == run.values["relu"]?.floats)
    }

    @Test func `16-bit values have float32 gradients`() throws {
        var graph = Graph(name: "half", inputs: [GraphInput(name: "x", elementType: .float16, dimensions: [3])], outputs: ["y"])
        graph.nodes = [
            Node(name: "y", operatorName: "Tanh", inputs: ["x"], outputs: ["y"])
        ]
        let bits: [UInt16] = [0x3C00, 0x0000, 0xBC00]
        let x = Tensor(shape: [3], elementType: .float16, storage: Tensor([3], elements: bits).storage)
        let run = try engine.gradient(
            try Network(graph), feed: Feed(["x": x]), of: ["y": Tensor([3], [1, 1, 1])], withRespectTo: ["x"])
        #expect(try #require(run.gradients["x"]).relativeDifference(to: Tensor([3], [0.41997433, 1, 0.41997433])) < 1e-6)
    }

    @Test func `what cannot have a gradient is refused by name`() throws {
        let network = try smallNetwork()
        func message(_ seeds: [String: Tensor], _ target: String) -> String? {
            let error = #expect(throws: GradientError.self) {
                try engine.gradient(network, feed: feed, of: seeds, withRespectTo: [target])
            }
            return error?.description
        }
        #expect(message(["logits": seed], "nobody") == "the network has no value 'nobody'")
        #expect(message(["nobody": seed], "x") == "the network has no value 'nobody'")
        #expect(message(["logits": seed], "best") == "'best' must be floating-point to have a gradient, found int64")
        #expect(message(["logits": seed], "unread") == "no operation reads the constant 'unread'")
        #expect(
            message(["logits": Tensor([3], [0, 1, 0])], "x") == "the gradient of 'logits' must be float32 1x3, found float32 3")
    }

    @Test func `a gradient stops where numbers become integers`() throws {
        let network = try smallNetwork()
        let run = try engine.gradient(network, feed: feed, of: ["chosen": Tensor([1, 1], [1])], withRespectTo: ["x"])
        #expect(run.gradients["x"]?.floats.allSatisfy { $0 == 0 } ?? false)
    }

    @Test func `a way back can be cancelled from its progress, in either half`() throws {
        let network = try smallNetwork()
        for limit in [0.2, 0.7] {
            nonisolated(unsafe) var control: RunControl?
            control = RunControl { if $0 > limit { control?.cancel() } }
            #expect(throws: RunCancelled.self) {
                try engine.gradient(network, feed: feed, of: ["logits": seed], withRespectTo: ["x"], control: try #require(control))
            }
        }
    }

    @Test func `nothing stays in the cache unless it is asked to`() throws {
        let network = try smallNetwork()
        _ = try engine.gradient(network, feed: feed, of: ["logits": seed], withRespectTo: ["x"])
        #expect(engine.cache.byteCount == 0)
        _ = try engine.gradient(network, feed: feed, of: ["logits": seed], withRespectTo: ["x"], caching: true)
        #expect(engine.cache.byteCount > 0)
    }
}
