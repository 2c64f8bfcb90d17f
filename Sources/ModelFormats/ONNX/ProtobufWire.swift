/// Walks the fields of one protobuf message without decoding what is inside them.
///
/// Source: protobuf.dev, "Encoding".
struct ProtobufWire {
    /// One field: its number, and where it stands.
    struct Field {
        let number: Int
        /// From the tag to the last byte.
        let range: Range<Int>
        /// The bytes of a length-delimited field, without tag and length; `nil` for a plain number.
        let payload: Range<Int>?
    }

    private let bytes: UnsafeRawBufferPointer
    private var position: Int
    private let end: Int

    /// A walk over the message that fills `range` of `bytes`.
    init(_ bytes: UnsafeRawBufferPointer, range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field, or `nil` at the end of the message.
    mutating func next() throws(ModelFormatError) -> Field? {
        guard position < end else { return nil }
        let start = position
        let tag = try varint()
        let number = tag >> 3
        guard (1...0x1FFF_FFFF).contains(number) else { throw malformed("field number \(number) at byte \(start)") }
        switch tag & 7 {
        case 0: _ = try varint()
        case 1: try skip(8)
        case 2:
            let length = try varint()
            let payloadStart = position
            guard length <= UInt64(end - position) else {
                throw .truncated(
                    part: "field \(number) at byte \(start)", expectedByteCount: Int(clamping: length), foundByteCount: end - position)
            }
            position += Int(length)
            return Field(number: Int(number), range: start..<position, payload: payloadStart..<position)
        case 5: try skip(4)
        default: throw malformed("wire type \(tag & 7) at byte \(start)")
        }
        return Field(number: Int(number), range: start..<position, payload: nil)
    }

    private mutating func skip(_ count: Int) throws(ModelFormatError) {
        guard count <= end - position else {
            throw .truncated(part: "a number at byte \(position)", expectedByteCount: count, foundByteCount: end - position)
        }
        position += count
    }

    private mutating func varint() throws(ModelFormatError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw .truncated(part: "a number at byte \(position)", expectedByteCount: 1, foundByteCount: 0) }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw malformed("a number longer than 10 bytes before byte \(position)")
    }

    private func malformed(_ reason: String) -> ModelFormatError { .malformed(format: ONNXFormat.name, reason: reason) }
}
