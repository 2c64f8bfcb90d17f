import Inference
import Tensors
import TestSupport
import Testing

@Suite struct ControlFlowTests {
    private func node(_ name: String, _ operatorName: String, _ inputs: [String], _ attributes: Attributes = [:]) -> Node {
        Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes)
    }

    private func branch(_ output: String, _ nodes: [Node], _ constants: [String: Tensor] = [:]) -> Attribute {
        .graph(Graph(name: output, outputs: [output], constants: constants, nodes: nodes))
    }

    /// `If(c) { 2x } else { relu(x) }`, whose branches use one name for what is inside.
    private func choice(elseNodes: [Node]? = nil) -> Graph {
        let then = branch("t", [node("t", "Mul", ["x", "k"])], ["k": Tensor(scalar: 2)])
        let otherwise = branch("t", elseNodes ?? [node("t", "Relu", ["x"])])
        return Graph(
            name: "choice", inputs: [GraphInput(name: "x", dimensions: [4]), GraphInput(name: "c", elementType: .bool, dimensions: [])],
            outputs: ["y"],
            nodes: [
                node("k", "Neg", ["x"]), node("y", "If", ["c"], ["then_branch": then, "else_branch": otherwise]), node("t", "Abs", ["y"]),
            ])
    }

    private func run(_ graph: Graph, _ feed: [String: Tensor], wanted: [String]? = nil) throws -> [Tensor] {
        let network = try Network(graph, inputShapes: feed.mapValues(\.shape))
        let names = wanted ?? graph.outputs
        let run = try Engine(threadCount: 1).run(network, feed: Feed(feed), wanted: names)
        return try names.map { try #require(run.values[$0]) }
    }

    private let x = Tensor([4], [-1, 0, 1, 2])

    @Test(arguments: [(true, [-2, 0, 2, 4] as [Float]), (false, [0, 0, 1, 2])])
    func `a condition that is fed chooses the branch in every run`(condition: Bool, expected: [Float]) throws {
        let found = try run(choice(), ["x": x, "c": Tensor([], elements: [condition])], wanted: ["y", "t", "k"])
        #expect(found.map(\.floats) == [expected, expected.map(abs), [1, 0, -1, -2]])
    }

    @Test(arguments: [(true, [-2, 0, 2, 4] as [Float], "Mul"), (false, [0, 0, 1, 2], "Relu")])
    func `a branch that is taken for certain becomes layers like all others`(condition: Bool, expected: [Float], kind: String) throws {
        var graph = choice()
        graph.inputs.removeLast()
        graph.constants["c"] = Tensor([], elements: [condition])
        #expect(try run(graph, ["x": x], wanted: ["y", "t", "k"]).map(\.floats) == [expected, expected.map(abs), [1, 0, -1, -2]])
        let network = try Network(graph)
        #expect(network.layers.all.map(\.operatorName) == ["Neg", kind, "Abs"])
        #expect(network.layers.named("y")?.valueName == "y")
    }

    @Test func `branches of different shapes make what follows late`() throws {
        let flat = [node("t", "Reshape", ["x", "s"])]
        var graph = choice(elseNodes: flat)
        graph.constants["s"] = .integers([2, 2])
        #expect(try Network(graph).values["y"] == nil)
        for (condition, shape) in [(true, [4]), (false, [2, 2] as Shape)] {
            let found = try run(graph, ["x": x, "c": Tensor([], elements: [condition])], wanted: ["y", "t"])
            #expect(found.map(\.shape) == [shape, shape])
        }
    }

    /// Carries a sum and yields it each round: `s ← s + step`, as long as `s < limit`.
    private func loop(constants: [String: Tensor], inputs: [GraphInput] = [], isEndless: Bool = false) -> Graph {
        let body = Graph(
            name: "body",
            inputs: [
                GraphInput(name: "round", elementType: .int64, dimensions: []), GraphInput(name: "go", elementType: .bool, dimensions: []),
                GraphInput(name: "s", dimensions: nil),
            ],
            outputs: ["goOn", "sum", "sum"],
            nodes: [
                node("sum", "Add", ["s", "step"]), node("goOn", isEndless ? "Identity" : "Less", isEndless ? ["go"] : ["sum", "limit"]),
            ])
        return Graph(
            name: "loop", inputs: inputs, outputs: ["last", "all"], constants: constants,
            nodes: [
                Node(
                    name: "loop", operatorName: "Loop", inputs: ["M", "", "start"], outputs: ["last", "all"],
                    attributes: ["body": .graph(body)])
            ])
    }

    private var loopConstants: [String: Tensor] {
        ["step": Tensor(scalar: 2), "limit": Tensor(scalar: 7), "M": Tensor([], elements: [Int64(100)])]
    }

    @Test func `a loop ends when its condition does, and what follows has the shape of that run`() throws {
        var graph = loop(constants: loopConstants, inputs: [GraphInput(name: "start", dimensions: [])])
        graph.nodes.append(node("twice", "Add", ["all", "all"]))
        for (start, sums) in [(0, [2, 4, 6, 8]), (5, [7] as [Float])] {
            let found = try run(graph, ["start": Tensor(scalar: Float(start))], wanted: ["last", "all", "twice"])
            #expect(found.map(\.floats) == [[sums[sums.count - 1]], sums, sums.map { 2 * $0 }])
        }
    }

    @Test func `a loop of known rounds has a known shape`() throws {
        let graph = loop(constants: loopConstants, inputs: [GraphInput(name: "start", dimensions: [3])], isEndless: true)
        #expect(try Network(graph).values["all"]?.shape == [100, 3])
        let found = try run(graph, ["start": Tensor([3], [0, 1, 2])])
        #expect(found[0].floats == [200, 201, 202])
    }

    @Test func `a loop without rounds yields nothing of the right shape`() throws {
        var constants = loopConstants
        constants["M"] = Tensor([], elements: [Int64(0)])
        let found = try run(
            loop(constants: constants, inputs: [GraphInput(name: "start", dimensions: [3])]), ["start": Tensor([3], [0, 1, 2])])
        #expect(found.map(\.shape) == [[3], [0, 3]])
    }

    @Test func `a loop without end does not hold up loading, and can be stopped`() throws {
        var constants = loopConstants
        constants["M"] = nil
        constants["start"] = Tensor([0], [])
        var graph = loop(constants: constants, isEndless: true)
        graph.nodes[0].inputs[0] = ""
        let network = try Network(graph)
        let control = RunControl()
        control.cancel()
        #expect(throws: RunCancelled.self) {
            try Engine(threadCount: 1).run(network, feed: Feed([:]), wanted: ["last"], control: control)
        }
    }

    @Test func `what a loop yields is bounded`() throws {
        var constants = loopConstants
        constants["M"] = Tensor([], elements: [Int64.max])
        let graph = loop(constants: constants, inputs: [GraphInput(name: "start", dimensions: [1 << 12])], isEndless: true)
        #expect(throws: NetworkError.self) { try Network(graph) }
    }

    @Test(arguments: [0, 1], [false, true])
    func `a scan walks along its axis, either way`(axis: Int, backwards: Bool) throws {
        let body = Graph(
            name: "body", inputs: [GraphInput(name: "s", dimensions: nil), GraphInput(name: "part", dimensions: nil)],
            outputs: ["sum", "sum"], nodes: [node("sum", "Add", ["s", "part"])])
        let scan = Node(
            name: "scan", operatorName: "Scan", inputs: ["zero", "x"], outputs: ["last", "all"],
            attributes: [
                "body": .graph(body), "num_scan_inputs": .int(1), "scan_input_axes": .ints([axis]), "scan_output_axes": .ints([axis]),
                "scan_input_directions": .ints([backwards ? 1 : 0]), "scan_output_directions": .ints([backwards ? 1 : 0]),
            ])
        let x = Tensor.counting([3, 4])
        let graph = Graph(
            name: "scan", inputs: [GraphInput(name: "x", dimensions: [3, 4])], outputs: ["last", "all"],
            constants: ["zero": Tensor([axis == 0 ? 4 : 3], repeating: 0)], nodes: [scan])
        let expected = try compute("CumSum", ["reverse": .int(backwards ? 1 : 0)], [x, Tensor([], elements: [Int64(axis)])])[0]
        let found = try run(graph, ["x": x])
        #expect(found[1].floats == expected.floats)
        #expect(found[0].floats == (try compute("ReduceSum", ["keepdims": .int(0)], [x, .integers([axis])])[0]).floats)
    }

    @Test func `before opset 9 each row of a batch is a sequence of its own length`() throws {
        let body = Graph(
            name: "body", inputs: [GraphInput(name: "s", dimensions: nil), GraphInput(name: "part", dimensions: nil)],
            outputs: ["sum", "sum"], nodes: [node("sum", "Add", ["s", "part"])], operatorSet: 8)
        let scan = Node(
            name: "scan", operatorName: "Scan", inputs: ["lengths", "zero", "x"], outputs: ["last", "all"],
            attributes: ["body": .graph(body), "num_scan_inputs": .int(1)])
        let graph = Graph(
            name: "scan", inputs: [GraphInput(name: "x", dimensions: [2, 3, 1])], outputs: ["last", "all"],
            constants: ["zero": Tensor([2, 1], [0, 0]), "lengths": .integers([3, 1])], nodes: [scan], operatorSet: 8)
        let found = try run(graph, ["x": Tensor([2, 3, 1], [1, 2, 3, 4, 5, 6])])
        #expect(found[0].floats == [6, 4])
        #expect(found[1].shape == [2, 3, 1])
        #expect(found[1].floats == [1, 3, 6, 4, 0, 0])
    }

    @Test func `a loop may stand in a branch, and read what stands around both`() throws {
        var inner = loop(constants: [:], isEndless: false)
        inner.outputs = ["last"]
        let graph = Graph(
            name: "nested",
            inputs: [GraphInput(name: "start", dimensions: []), GraphInput(name: "c", elementType: .bool, dimensions: [])],
            outputs: ["y"], constants: loopConstants,
            nodes: [
                node("y", "If", ["c"], ["then_branch": .graph(inner), "else_branch": branch("e", [node("e", "Neg", ["start"])])])
            ])
        for (condition, expected) in [(true, 7), (false, -1)] as [(Bool, Float)] {
            let found = try run(graph, ["start": Tensor(scalar: 1), "c": Tensor([], elements: [condition])])
            #expect(found[0].floats == [expected])
        }
    }
}
