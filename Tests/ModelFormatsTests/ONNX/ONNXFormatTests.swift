import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

struct ONNXFormatTests {
    @Test func `a network has its nodes, weights, inputs and outputs`() throws {
        let graph = try ModelFiles.graph("network.onnx")
        #expect(graph.name == "fixture")
        #expect(graph.operatorSet == 17)
        #expect(graph.inputs == [GraphInput(name: "input", elementType: .float32, dimensions: [nil, 3, 8, 8])])
        #expect(graph.outputs == ["output"])
        #expect(graph.nodes.map(\.name) == ["conv1", "relu", "mul"])
        #expect(graph.nodes.map(\.fullName) == ["/conv1/Conv", "/relu/Relu", "/Mul"])
        #expect(graph.nodes.map(\.operatorName) == ["Conv", "Relu", "Mul"])
        #expect(graph.nodes.first?.inputs == ["input", "conv1.weight", "conv1.bias"])
        #expect(try graph.nodes.first?.attributes.ints("pads") == [1, 1, 1, 1])
        #expect(Set(graph.constants.keys) == ["conv1.weight", "conv1.bias", "half"])
        try ModelFiles.expectNumbers(graph.constants["conv1.weight"], [4, 3, 3, 3])
        try ModelFiles.expectNumbers(graph.constants["conv1.bias"], [4])
        #expect(graph.constants["half"]?.floats == [0.5])
    }

    @Test(arguments: ElementType.allCases.filter { !$0.isStorageOnly && $0 != .string }, ["raw", "typed"])
    func `elements of every type are read`(elementType: ElementType, storage: String) throws {
        let graph = try ModelFiles.graph("elements.onnx")
        try ModelFiles.expectNumbers(graph.constants["\(storage) \(elementType.rawValue)"], [2, 3], elementType)
    }

    static let narrow: [(type: ElementType, numbers: [Float])] = [
        (.int4, [-8, -1, 0, 1, 7]), (.uint4, [0, 1, 8, 14, 15]), (.float4e2m1, [0, 0.5, -6, 3, 1]),
        (.float8e4m3fn, [1, -2, 0.5, 448, 0]), (.float8e4m3fnuz, [1, -2, 0.5, 240, 0]), (.float8e5m2, [1, -2, 0.5, 57344, 0]),
        (.float8e5m2fnuz, [1, -2, 0.5, 57344, 0]),
    ]

    @Test(arguments: narrow, ["raw", "typed", "external"])
    func `numbers of few bits are read`(row: (type: ElementType, numbers: [Float]), storage: String) throws {
        let tensor = try #require(try ModelFiles.graph("narrow.onnx").constants["\(storage) \(row.type.rawValue)"])
        #expect(tensor.elementType == row.type)
        #expect(tensor.convertedToFloat32().floats == row.numbers)
    }

    @Test func `attributes of every kind are read`() throws {
        let graph = try ModelFiles.graph("attributes.onnx")
        #expect(graph.inputs.first?.dimensions == [1, nil, 2])
        let node = try #require(graph.nodes.first)
        #expect(node.operatorName == "com.example:Everything")
        #expect(try node.attributes.int("int") == -3)
        #expect(try node.attributes.float("float", default: 0) == 0.25)
        #expect(try node.attributes.string("string", default: "") == "text")
        #expect(try node.attributes.ints("ints") == [1, 2])
        #expect(try node.attributes.floats("floats") == [0.5, 1.5])
        guard case .strings(["a", "b"]) = node.attributes["strings"] else {
            Issue.record("no strings")
            return
        }
        try ModelFiles.expectNumbers(node.attributes.tensor("tensor"), [2, 2])
        guard case .graph(let inner) = node.attributes["graph"] else {
            Issue.record("no graph")
            return
        }
        #expect(inner.nodes.map(\.operatorName) == ["Relu"])
        try ModelFiles.expectNumbers(inner.constants["inner weight"], [2])
    }

    @Test func `weights in a file beside the model are read`() throws {
        try ModelFiles.expectNumbers(ModelFiles.graph("external.onnx").constants["weight"], [2, 3])
    }

    @Test func `operators are listed without reading the rest`() throws {
        #expect(try ONNXFormat.operatorNames(in: MappedFile(path: Fixtures.good("attributes.onnx"))) == ["com.example:Everything", "Relu"])
        #expect(try ONNXFormat.operatorNames(in: MappedFile(path: Fixtures.bad("strings.onnx"))) == ["Identity"])
    }

    @Test func `aligned weights are not copied`() throws {
        let file = try MappedFile(path: Fixtures.good("elements.onnx")).contents.copiedBytes
        var viewCount = 0
        for shift in 2..<10 {
            // An unknown field in front, of `shift` bytes, moves the rest.
            let mapped = MappedFile(
                path: "elements.onnx", contents: [0x7A, UInt8(shift - 2)] + [UInt8](repeating: 0, count: shift - 2) + file)
            guard case .graph(let graph) = try ONNXFormat.read(mapped), let tensor = graph.constants["raw float64"] else { return }
            let start = try #require(mapped.bytes.baseAddress)
            if tensor.bytes.baseAddress.map({ $0 >= start && $0 < start + mapped.byteCount }) == true { viewCount += 1 }
            try ModelFiles.expectNumbers(tensor, [2, 3], .float64)
        }
        #expect(viewCount == 1)
    }
}
