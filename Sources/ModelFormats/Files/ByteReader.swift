/// Reads numbers and stretches of bytes one after the other, never past the end.
struct ByteReader {
    let region: FileRegion
    /// Bytes from the start of the region.
    private(set) var position = 0

    init(_ region: FileRegion) { self.region = region }

    /// Starts `offset` bytes into the region.
    init(_ region: FileRegion, at offset: Int, of part: String) throws(ModelFormatError) {
        guard offset >= 0, offset <= region.byteCount else {
            throw .truncated(part: part, expectedByteCount: offset, foundByteCount: region.byteCount)
        }
        self.region = region
        position = offset
    }

    var remainingByteCount: Int { region.byteCount - position }

    /// The next integer, little-endian.
    mutating func integer<Integer: FixedWidthInteger & BitwiseCopyable>(_ type: Integer.Type, _ part: String) throws(ModelFormatError)
        -> Integer
    {
        let offset = region.range.lowerBound + position
        try skip(MemoryLayout<Integer>.size, part)
        return Integer(littleEndian: region.file.bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }

    /// The next integer, which counts or places something and fits `Int`.
    mutating func count(_ type: (some FixedWidthInteger & BitwiseCopyable).Type, _ part: String) throws(ModelFormatError) -> Int {
        Int(clamping: try integer(type, part))
    }

    /// The next `byteCount` bytes, as a part of the region.
    mutating func part(_ byteCount: Int, _ part: String) throws(ModelFormatError) -> FileRegion {
        let start = region.range.lowerBound + position
        try skip(byteCount, part)
        return FileRegion(file: region.file, range: start..<start + byteCount)
    }

    /// The next `byteCount` bytes as text, with replacement characters where they are no UTF-8.
    mutating func string(_ byteCount: Int, _ part: String) throws(ModelFormatError) -> String {
        try self.part(byteCount, part).withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The text up to the next line feed, which is passed over.
    mutating func line(_ part: String) throws(ModelFormatError) -> String {
        let rest = FileRegion(file: region.file, range: region.range.lowerBound + position..<region.range.upperBound)
        guard let length = rest.withBytes({ $0.firstIndex(of: 0x0A) }) else {
            throw .truncated(part: part, expectedByteCount: remainingByteCount + 1, foundByteCount: remainingByteCount)
        }
        let text = try string(length, part)
        try skip(1, part)
        return text
    }

    mutating func skip(_ byteCount: Int, _ part: String) throws(ModelFormatError) {
        guard byteCount >= 0, byteCount <= remainingByteCount else {
            throw .truncated(part: part, expectedByteCount: byteCount, foundByteCount: remainingByteCount)
        }
        position += byteCount
    }
}
