import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// A protobuf message, written field by field.
private struct Message {
    var bytes: [UInt8] = []

    private static func varint(_ value: Int) -> [UInt8] {
        var (rest, bytes) = (UInt64(value), [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    func with(_ field: Int, _ message: Message) -> Message {
        Message(bytes: bytes + Self.varint(field << 3 | 2) + Self.varint(message.bytes.count) + message.bytes)
    }

    func with(_ field: Int, _ text: String) -> Message { with(field, Message(bytes: Array(text.utf8))) }
    func with(_ field: Int, _ number: Int) -> Message { Message(bytes: bytes + Self.varint(field << 3) + Self.varint(number)) }
    func with(_ field: Int, _ messages: [Message]) -> Message { messages.reduce(self) { $0.with(field, $1) } }

    static func node(
        _ type: String, _ inputs: [String], _ outputs: [String], domain: String = "", name: String = "", _ attributes: [Message] = []
    ) -> Message {
        var node = Message()
        for input in inputs { node = node.with(1, input) }
        for output in outputs { node = node.with(2, output) }
        return node.with(3, name).with(4, type).with(5, attributes).with(7, domain)
    }

    static func function(_ name: String, _ inputs: [String], _ outputs: [String], _ nodes: [Message], defaults: [Message] = []) -> Message {
        var function = Message().with(1, name)
        for input in inputs { function = function.with(4, input) }
        for output in outputs { function = function.with(5, output) }
        return function.with(7, nodes).with(9, Message().with(2, 17)).with(10, "own").with(11, defaults)
    }

    static func model(_ nodes: [Message], functions: [Message]) -> Message {
        let value = { (name: String) in
            Message().with(1, name).with(2, Message().with(1, Message().with(1, 1).with(2, Message().with(1, Message().with(1, 3)))))
        }
        let graph = Message().with(1, nodes).with(2, "graph").with(11, value("x")).with(12, value("y"))
        return Message().with(7, graph).with(8, Message().with(2, 17)).with(25, functions)
    }
}

@Suite struct ONNXFunctionTests {
    private func graph(_ model: Message) throws -> Graph {
        let folder = try TemporaryFolder()
        try folder.write(model.bytes, to: "model.onnx")
        guard case .graph(let graph) = try ONNXFormat.read(MappedFile(path: folder.path + "/model.onnx")) else {
            throw ModelFormatError.unsupported("weights")
        }
        return graph
    }

    private func axis(_ name: String, reference: String = "", value: Int = 0) -> Message {
        let attribute = Message().with(1, name).with(20, 2)
        return reference.isEmpty ? attribute.with(3, value) : attribute.with(21, reference)
    }

    /// `abs` inside `twice` inside a call: x, y ↦ 2|x|.
    private var functions: [Message] {
        [
            .function("Magnitude", ["a"], ["b"], [.node("Neg", ["a"], ["t"]), .node("Max", ["a", "t"], ["b"])]),
            .function(
                "Twice", ["a"], ["b"],
                [.node("Magnitude", ["a"], ["t"], domain: "own", name: "inner"), .node("Add", ["t", "t"], ["b"])]),
        ]
    }

    @Test func `a call becomes the nodes of its function, under names of their own`() throws {
        let calls: [Message] = [
            .node("Twice", ["x"], ["m"], domain: "own", name: "first"), .node("Twice", ["m"], ["y"], domain: "own", name: "second"),
        ]
        let graph = try graph(.model(calls, functions: functions))
        #expect(graph.nodes.map(\.operatorName) == ["Neg", "Max", "Add", "Neg", "Max", "Add"])
        #expect(Set(graph.nodes.flatMap(\.outputs)).count == 6)
        #expect(Set(graph.nodes.map(\.name)).count == 6)
        #expect(graph.nodes[0].fullName == "first/inner/Neg")
        let network = try Network(graph)
        let run = try Engine(threadCount: 1).run(network, feed: Feed(["x": Tensor([3], [-1, 0, 2])]), wanted: ["y"])
        #expect(run.values["y"]?.floats == [4, 0, 8])
    }

    @Test func `attributes of a call reach the nodes that refer to them, or their defaults do`() throws {
        let function = Message.function(
            "Sort", ["a"], ["b"],
            [.node("Softmax", ["a"], ["b"], [axis("axis", reference: "along")])], defaults: [axis("along", value: 1)])
        for (attributes, expected) in [([axis("along", value: 2)], 2), ([], 1)] {
            let graph = try graph(.model([.node("Sort", ["x"], ["y"], domain: "own", attributes)], functions: [function]))
            #expect(try graph.nodes[0].attributes.int("axis") == expected)
        }
    }

    @Test func `an output that is an input is copied`() throws {
        let function = Message.function("Same", ["a"], ["a"], [])
        let graph = try graph(.model([.node("Same", ["x"], ["y"], domain: "own")], functions: [function]))
        #expect(graph.nodes.map(\.operatorName) == ["Identity"])
    }

    @Test func `functions that call themselves, or one another without bound, are refused`() throws {
        let recursive = Message.function("Again", ["a"], ["b"], [.node("Again", ["a"], ["b"], domain: "own")])
        #expect(throws: ModelFormatError.self) {
            try graph(.model([.node("Again", ["x"], ["y"], domain: "own")], functions: [recursive]))
        }
        let doubling = (0..<40).map { level in
            Message.function(
                "f\(level)", ["a"], ["b"],
                [.node("f\(level + 1)", ["a"], ["t"], domain: "own"), .node("f\(level + 1)", ["t"], ["b"], domain: "own")])
        }
        for nodes in [[Message.node("Relu", ["a"], ["b"])], []] {
            let last = Message.function("f40", ["a"], ["b"], nodes)
            #expect(throws: ModelFormatError.self) {
                try graph(.model([.node("f0", ["x"], ["y"], domain: "own")], functions: doubling + [last]))
            }
        }
    }
}
