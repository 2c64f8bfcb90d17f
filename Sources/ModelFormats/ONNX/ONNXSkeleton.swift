/// A copy of an ONNX message in which each tensor's raw bytes are replaced by where they stand in the file.
///
/// A protobuf parser copies every field of bytes. Given the skeleton, which is small, it leaves the weights in the mapped file.
struct ONNXSkeleton {
    private(set) var bytes: [UInt8] = []

    /// The skeleton of the message of kind `root` that fills the file.
    init(of file: MappedFile, root: ONNXMessage) throws(ModelFormatError) {
        let source = file.bytes
        try append(root, from: source, range: 0..<source.count, depth: 0)
    }

    /// Subgraphs within subgraphs, and what they stand in; a sensible file has three or four.
    private static let maximumDepth = 64
    /// Each takes some hundred bytes once it is decoded, however few it has in the file.
    private static let maximumMessageCount = 1 << 21
    private static let maximumNodeCount = 500_000

    private var messageCount = 0
    private var nodeCount = 0

    private mutating func count(_ message: ONNXMessage) throws(ModelFormatError) {
        messageCount += 1
        if message == .node { nodeCount += 1 }
        guard nodeCount <= Self.maximumNodeCount else { throw .limit(of: "nodes", maximum: Self.maximumNodeCount) }
        guard messageCount <= Self.maximumMessageCount else { throw .limit(of: "parts of nodes", maximum: Self.maximumMessageCount) }
    }

    private mutating func append(
        _ message: ONNXMessage, from source: UnsafeRawBufferPointer, range: Range<Int>, depth: Int
    ) throws(ModelFormatError) {
        guard depth < Self.maximumDepth else { throw .limit(of: "messages inside one another", maximum: Self.maximumDepth) }
        try count(message)
        var fields = ProtobufWire(source, range: range)
        while let field = try fields.next() {
            switch (message.treatment(ofField: field.number), field.payload) {
            case (.leftOut, _): break
            case (.copied, _): bytes.append(contentsOf: source[field.range])
            case (.message(let kind), let payload?):
                appendTag(field.number, wireType: 2)
                let lengthPosition = bytes.count
                bytes.append(contentsOf: repeatElement(0x80, count: Self.paddedByteCount - 1))
                bytes.append(0)
                try append(kind, from: source, range: payload, depth: depth + 1)
                try setLength(bytes.count - lengthPosition - Self.paddedByteCount, at: lengthPosition)
            case (.replacedByPlace, let payload?):
                appendTag(ONNXMessage.rawDataOffsetField, wireType: 0)
                appendVarint(UInt64(payload.lowerBound))
                appendTag(ONNXMessage.rawDataByteCountField, wireType: 0)
                appendVarint(UInt64(payload.count))
            case (.message, nil), (.replacedByPlace, nil):
                throw .malformed(
                    format: ONNXFormat.name, reason: "a number stands for the message \(field.number) at byte \(field.range.lowerBound)")
            }
        }
    }

    /// Lengths are written after what they measure, into as many bytes as any of them can need.
    private static let paddedByteCount = 5

    private mutating func setLength(_ length: Int, at position: Int) throws(ModelFormatError) {
        guard length < 1 << 31 else { throw .limit(of: "bytes beside the weights", maximum: 1 << 31) }
        for index in 0..<Self.paddedByteCount {
            let isLast = index == Self.paddedByteCount - 1
            bytes[position + index] = UInt8(length >> (7 * index) & 0x7F) | (isLast ? 0 : 0x80)
        }
    }

    private mutating func appendTag(_ field: Int, wireType: UInt64) {
        appendVarint(UInt64(field) << 3 | wireType)
    }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// The messages on the way to a tensor, and what becomes of their fields in a skeleton.
enum ONNXMessage {
    case model, function, graph, node, attribute, tensor

    enum Treatment {
        case copied, leftOut, replacedByPlace
        case message(ONNXMessage)
    }

    static let rawDataOffsetField = 1000
    static let rawDataByteCountField = 1001

    /// Field numbers as `onnx.proto` has them, and raw_data = 9 of a tensor.
    func treatment(ofField number: Int) -> Treatment {
        switch (self, number) {
        case (.model, 7), (.attribute, 6): .message(.graph)
        case (.model, 25): .message(.function)
        case (.graph, 1), (.function, 7): .message(.node)
        case (.node, 5), (.function, 11): .message(.attribute)
        case (.graph, 5), (.attribute, 5): .message(.tensor)
        case (.tensor, 9): .replacedByPlace
        case (.model, 8), (.model, 14), (.graph, 2), (.graph, 11), (.graph, 12), (.graph, 15): .copied
        case (.node, 1...4), (.node, 7...8): .copied
        case (.function, 1), (.function, 4...5), (.function, 9...10), (.function, 13): .copied
        case (.attribute, 1...4), (.attribute, 7...9), (.attribute, 20...21): .copied
        case (.tensor, 1...2), (.tensor, 4...8), (.tensor, 10...11), (.tensor, 13...14): .copied
        default: .leftOut
        }
    }
}
