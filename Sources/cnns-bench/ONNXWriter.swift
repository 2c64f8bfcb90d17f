import Inference
import Tensors

/// Writes a graph as an ONNX file, so that a peer runs the very network that the engine runs, wherever it came from.
///
/// Source: onnx.proto3 of the ONNX specification, IR version 8.
struct ONNXWriter {
    private(set) var bytes: [UInt8] = []

    /// The file of a graph whose inputs have `inputShapes`.
    static func model(_ graph: Graph, inputShapes: [String: Shape]) -> [UInt8] {
        var writer = ONNXWriter()
        writer.number(1, 8)
        writer.message(7) { writer in
            for node in graph.nodes { writer.message(1) { $0.node(node) } }
            writer.string(2, graph.name)
            for (name, tensor) in graph.constants { writer.message(5) { $0.tensor(tensor, name: name) } }
            for input in graph.inputs {
                let shape = inputShapes[input.name]
                writer.message(11) { $0.value(input.name, elementType: input.elementType, shape: shape) }
            }
            for output in graph.outputs { writer.message(12) { $0.value(output, elementType: .float32, shape: nil) } }
        }
        writer.message(8) { $0.number(2, graph.operatorSet) }
        return writer.bytes
    }

    private mutating func node(_ node: Node) {
        for input in node.inputs { string(1, input) }
        for output in node.outputs { string(2, output) }
        string(3, node.fullName)
        string(4, node.operatorName)
        for (name, attribute) in node.attributes.values { message(5) { $0.attribute(attribute, name: name) } }
    }

    private mutating func attribute(_ attribute: Attribute, name: String) {
        string(1, name)
        switch attribute {
        case .float(let value):
            float(2, value)
            number(20, 1)
        case .int(let value):
            number(3, value)
            number(20, 2)
        case .string(let value):
            string(4, value)
            number(20, 3)
        case .tensor(let value):
            message(5) { $0.tensor(value, name: "") }
            number(20, 4)
        case .floats(let values):
            for value in values { float(7, value) }
            number(20, 6)
        case .ints(let values):
            for value in values { number(8, value) }
            number(20, 7)
        case .strings(let values):
            for value in values { string(9, value) }
            number(20, 8)
        case .graph: break
        }
    }

    private mutating func tensor(_ tensor: Tensor, name: String) {
        for extent in tensor.shape.dimensions { number(1, extent) }
        number(2, Self.code(of: tensor.elementType))
        string(8, name)
        if let texts = tensor.texts {
            for text in texts { string(6, text) }
        } else {
            withExtendedLifetime(tensor.storage) { data(9, tensor.bytes) }
        }
    }

    private mutating func value(_ name: String, elementType: ElementType, shape: Shape?) {
        string(1, name)
        message(2) { type in
            type.message(1) { tensorType in
                tensorType.number(1, Self.code(of: elementType))
                guard let shape else { return }
                tensorType.message(2) { list in
                    for extent in shape.dimensions { list.message(1) { $0.number(1, extent) } }
                }
            }
        }
    }

    private static func code(of type: ElementType) -> Int {
        switch type {
        case .float32: 1
        case .uint8: 2
        case .int8: 3
        case .uint16: 4
        case .int16: 5
        case .int32: 6
        case .int64: 7
        case .string: 8
        case .bool: 9
        case .float16: 10
        case .float64: 11
        case .uint32: 12
        case .uint64: 13
        case .bfloat16: 16
        case .float8e4m3fn: 17
        case .float8e4m3fnuz: 18
        case .float8e5m2: 19
        case .float8e5m2fnuz: 20
        case .uint4: 21
        case .int4: 22
        case .float4e2m1: 23
        case .float8e8m0: 24
        }
    }
}

// MARK: - Fields of a protocol buffer

extension ONNXWriter {
    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func tag(_ field: Int, wireType: Int) { varint(UInt64(field << 3 | wireType)) }

    private mutating func number(_ field: Int, _ value: Int) {
        tag(field, wireType: 0)
        varint(UInt64(bitPattern: Int64(value)))
    }

    private mutating func float(_ field: Int, _ value: Float) {
        tag(field, wireType: 5)
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(shift))) }
    }

    private mutating func string(_ field: Int, _ text: String) { data(field, Array(text.utf8)) }

    private mutating func data(_ field: Int, _ content: some Collection<UInt8>) {
        tag(field, wireType: 2)
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    private mutating func message(_ field: Int, _ body: (inout ONNXWriter) -> Void) {
        var inner = ONNXWriter()
        body(&inner)
        data(field, inner.bytes)
    }
}
