/// ONNX messages written byte by byte, so that a test can write what no library would.
///
/// Source: `onnx.proto` for the numbers of fields; protobuf.dev, "Encoding".
struct ONNXBytes {
    private(set) var bytes: [UInt8] = []

    private init() {}

    /// A field of bytes.
    init(field: Int, _ content: [UInt8]) {
        append(field << 3 | 2)
        append(content.count)
        bytes += content
    }

    /// A field that is a number.
    init(field: Int, number: Int) {
        append(field << 3)
        append(number)
    }

    init(field: Int, _ text: String) { self.init(field: field, Array(text.utf8)) }

    /// A field that is a message of these fields.
    init(field: Int, parts: [ONNXBytes]) { self.init(field: field, parts.flatMap(\.bytes)) }

    private mutating func append(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The same field again and again.
    static func repeated(_ field: ONNXBytes, count: Int) -> ONNXBytes {
        var all = ONNXBytes()
        all.bytes.reserveCapacity(field.bytes.count * count)
        for _ in 0..<count { all.bytes += field.bytes }
        return all
    }

    /// - Parameter more: fields of the model beside its graph.
    static func model(_ graph: [ONNXBytes], more: [ONNXBytes] = []) -> ONNXBytes {
        var model = ONNXBytes(field: 1, number: 8)
        model.bytes += ONNXBytes(field: 8, parts: [ONNXBytes(field: 2, number: 17)]).bytes
        model.bytes += ONNXBytes(field: 7, parts: graph).bytes
        for field in more { model.bytes += field.bytes }
        return model
    }

    /// A call of a function, in a graph (field 1) or in another function (field 7).
    static func call(_ name: String, _ inputs: [String], _ outputs: [String], field: Int = 1) -> ONNXBytes {
        let names = inputs.map { ONNXBytes(field: 1, $0) } + outputs.map { ONNXBytes(field: 2, $0) }
        return ONNXBytes(field: field, parts: names + [ONNXBytes(field: 4, name), ONNXBytes(field: 7, "own")])
    }

    static func function(_ name: String, _ inputs: [String], _ outputs: [String], _ nodes: [ONNXBytes]) -> ONNXBytes {
        let names = inputs.map { ONNXBytes(field: 4, $0) } + outputs.map { ONNXBytes(field: 5, $0) }
        return ONNXBytes(field: 25, parts: [ONNXBytes(field: 1, name)] + names + nodes + [ONNXBytes(field: 10, "own")])
    }

    static func node(_ operatorName: String, _ inputs: [String], _ outputs: [String], _ attributes: ONNXBytes...) -> ONNXBytes {
        let names = inputs.map { ONNXBytes(field: 1, $0) } + outputs.map { ONNXBytes(field: 2, $0) }
        return ONNXBytes(field: 1, parts: names + [ONNXBytes(field: 4, operatorName)] + attributes)
    }

    static func attribute(_ name: String, ints: [Int]) -> ONNXBytes {
        ONNXBytes(
            field: 5, parts: [ONNXBytes(field: 1, name), ONNXBytes(field: 20, number: 7)] + ints.map { ONNXBytes(field: 8, number: $0) })
    }

    static func input(_ name: String, _ shape: [Int]) -> ONNXBytes {
        let dimensions = shape.map { ONNXBytes(field: 1, parts: [ONNXBytes(field: 1, number: $0)]) }
        let tensor = ONNXBytes(field: 1, parts: [ONNXBytes(field: 1, number: 1), ONNXBytes(field: 2, parts: dimensions)])
        return ONNXBytes(field: 11, parts: [ONNXBytes(field: 1, name), ONNXBytes(field: 2, parts: [tensor])])
    }

    static func output(_ name: String) -> ONNXBytes { ONNXBytes(field: 12, parts: [ONNXBytes(field: 1, name)]) }
}
