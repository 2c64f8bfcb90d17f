import Inference
import Tensors
import TestSupport
import Testing

@Suite struct SequenceTests {
    private func node(_ name: String, _ operatorName: String, _ inputs: [String], _ attributes: Attributes = [:]) -> Node {
        Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes)
    }

    private func run(_ nodes: [Node], wanted: [String]) throws -> [Tensor] {
        let graph = Graph(
            name: "sequences", inputs: ["x", "y"].map { GraphInput(name: $0, dimensions: [2, 3]) }, outputs: wanted,
            constants: [
                "0": Tensor([], elements: [Int64(0)]), "-1": Tensor([], elements: [Int64(-1)]), "2": Tensor([], elements: [Int64(2)]),
            ],
            nodes: nodes)
        let run = try Engine(threadCount: 1).run(Network(graph), feed: Feed(["x": x, "y": y]), wanted: wanted)
        return try wanted.map { try #require(run.values[$0]) }
    }

    private let x = Tensor.counting([2, 3])
    private let y = Tensor([2, 3], repeating: 7)

    @Test func `values are put into lists and taken out of them`() throws {
        let found = try run(
            [
                node("empty", "SequenceEmpty", []), node("one", "SequenceInsert", ["empty", "x"]),
                node("two", "SequenceInsert", ["one", "y", "0"]), node("same", "Identity", ["two"]),
                node("first", "SequenceAt", ["same", "0"]),
                node("last", "SequenceAt", ["same", "-1"]), node("fewer", "SequenceErase", ["two", "0"]),
                node("rest", "SequenceAt", ["fewer", "0"]), node("count", "SequenceLength", ["two"]),
            ], wanted: ["first", "last", "rest", "count"])
        #expect(found.map(\.shape) == [[2, 3], [2, 3], [2, 3], []])
        #expect(found.prefix(3).map(\.floats) == [y.floats, x.floats, x.floats])
        #expect(found[3].integers == [2])
    }

    @Test(arguments: [(0, 0), (1, 0), (0, 1), (-1, 1)])
    func `lists are joined along an axis, old or new`(axis: Int, isNew: Int) throws {
        let nodes = [
            node("list", "SequenceConstruct", ["x", "y"]),
            node("joined", "ConcatFromSequence", ["list"], ["axis": .int(axis), "new_axis": .int(isNew)]),
        ]
        let parts = try [x, y].map { part in
            isNew == 1 ? try compute("Unsqueeze", [:], [part, .integers([axis])])[0] : part
        }
        let expected = try compute("Concat", ["axis": .int(axis)], parts)[0]
        let found = try run(nodes, wanted: ["joined"])[0]
        #expect(found.shape == expected.shape)
        #expect(found.floats == expected.floats)
    }

    @Test func `a value is split into a list`() throws {
        let found = try run(
            [
                node("columns", "SplitToSequence", ["x"], ["axis": .int(1), "keepdims": .int(0)]),
                node("last", "SequenceAt", ["columns", "-1"]),
                node("pairs", "SplitToSequence", ["x", "2"], ["axis": .int(1)]), node("pair", "SequenceAt", ["pairs", "0"]),
                node("count", "SequenceLength", ["pairs"]),
            ], wanted: ["last", "pair", "count"])
        #expect(found[0].floats == [2, 5])
        #expect(found[0].shape == [2])
        #expect(found[1].floats == [0, 1, 3, 4])
        #expect(found[2].integers == [2])
    }

    @Test func `what lists cannot do is said`() {
        let cases: [[Node]] = [
            [node("list", "SequenceConstruct", ["x"]), node("sum", "Relu", ["list"])],
            [node("list", "SequenceConstruct", ["x"]), node("sum", "SequenceAt", ["list", "2"])],
            [node("list", "SequenceEmpty", []), node("sum", "SequenceAt", ["list", "0"])],
            [node("list", "SequenceConstruct", ["x"]), node("sum", "SequenceAt", ["list", "y"])],
            [node("sum", "SequenceLength", ["x"])], [node("sum", "SequenceConstruct", ["x"])],
        ]
        for nodes in cases { #expect(throws: NetworkError.self) { try run(nodes, wanted: ["sum"]) } }
    }
}
