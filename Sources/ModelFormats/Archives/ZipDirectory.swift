/// Where a zip archive's central directory is, and how many members it has.
struct ZipDirectory {
    let region: FileRegion
    let memberCount: Int

    /// Finds the record at the end of the archive, behind which at most a comment of 65,535 bytes stands.
    init(_ file: MappedFile) throws(ModelFormatError) {
        let part = "end of the archive"
        guard let end = Self.endRecordOffset(in: file) else {
            throw .malformed(format: ZipArchive.formatName, reason: "no directory at the end")
        }
        var reader = try ByteReader(file.contents, at: end + 10, of: part)
        var count = try reader.count(UInt16.self, part)
        var byteCount = try reader.count(UInt32.self, part)
        var offset = try reader.count(UInt32.self, part)
        if count == 0xFFFF || byteCount == 0xFFFF_FFFF || offset == 0xFFFF_FFFF,
            let record = try Self.zip64Record(in: file, endRecordOffset: end)
        {
            (count, byteCount, offset) = record
        }
        guard let region = file.contents.part(offset: offset, byteCount: byteCount) else {
            throw .malformed(format: ZipArchive.formatName, reason: "a directory outside the file")
        }
        guard count <= byteCount / Self.smallestEntryByteCount else {
            throw .malformed(format: ZipArchive.formatName, reason: "\(count) members in a directory of \(byteCount) bytes")
        }
        self.region = region
        memberCount = count
    }

    private static let smallestEntryByteCount = 46
    private static let endRecordByteCount = 22

    private static func endRecordOffset(in file: MappedFile) -> Int? {
        let bytes = file.bytes
        var offset = bytes.count - endRecordByteCount
        let first = max(0, offset - 0xFFFF)
        while offset >= first {
            if bytes[offset] == 0x50, bytes[offset + 1] == 0x4B, bytes[offset + 2] == 5, bytes[offset + 3] == 6 { return offset }
            offset -= 1
        }
        return nil
    }

    /// The 64-bit numbers, where the locator in front of the end record leads to them.
    private static func zip64Record(
        in file: MappedFile, endRecordOffset: Int
    ) throws(ModelFormatError) -> (count: Int, byteCount: Int, offset: Int)? {
        let part = "zip64 record"
        guard endRecordOffset >= 20 else { return nil }
        var locator = try ByteReader(file.contents, at: endRecordOffset - 20, of: part)
        guard try locator.integer(UInt32.self, part) == 0x0706_4B50 else { return nil }
        try locator.skip(4, part)
        var record = try ByteReader(file.contents, at: locator.count(UInt64.self, part), of: part)
        guard try record.integer(UInt32.self, part) == 0x0606_4B50 else {
            throw .malformed(format: ZipArchive.formatName, reason: "no zip64 record where the locator says")
        }
        try record.skip(28, part)
        return (try record.count(UInt64.self, part), try record.count(UInt64.self, part), try record.count(UInt64.self, part))
    }
}
