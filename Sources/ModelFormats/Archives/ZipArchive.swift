/// The members of a zip file, read in place: stored and deflated, zip64 included.
///
/// Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
package struct ZipArchive: Sendable {
    /// In the order of the archive's directory.
    package let members: [ZipMember]
    private let indices: [String: Int]
    private let file: MappedFile

    static let formatName = "zip"

    package static func recognizes(_ file: MappedFile) -> Bool { file.begins(with: [0x50, 0x4B, 3, 4]) }

    /// Reads the directory at the end of the file.
    package init(_ file: MappedFile) throws(ModelFormatError) {
        self.file = file
        let directory = try ZipDirectory(file)
        var reader = ByteReader(directory.region)
        var members: [ZipMember] = []
        while members.count < directory.memberCount {
            members.append(try ZipMember(readingDirectoryEntry: &reader))
        }
        self.members = members
        indices = Dictionary(members.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
    }

    package func member(named name: String) -> ZipMember? { indices[name].map { members[$0] } }

    /// No member that the program reads is larger once it is inflated.
    package static let maximumInflatedByteCount = 1 << 30

    /// A member's bytes: a part of the archive where it is stored, else inflated and checked against its checksum.
    ///
    /// - Throws: ``ModelFormatError`` for a method other than these two, a wrong size or checksum, or more than `maximumByteCount`.
    package func contents(of member: ZipMember, maximumByteCount: Int = maximumInflatedByteCount) throws(ModelFormatError) -> FileRegion {
        try ModelFormatError.located(in: "member '\(member.name)'") { () throws(ModelFormatError) in
            guard !member.isEncrypted else { throw .unsupported("an encrypted member") }
            let compressed = try compressedBytes(of: member)
            switch member.method {
            case .stored:
                guard member.byteCount == member.compressedByteCount else {
                    throw .malformed(format: Self.formatName, reason: "a stored member with two sizes")
                }
                return compressed
            case .deflated: return try inflate(compressed, member, maximumByteCount: maximumByteCount)
            case .other(let number): throw .unsupported("the zip compression method \(number)")
            }
        }
    }

    /// What stands behind the member's own header.
    private func compressedBytes(of member: ZipMember) throws(ModelFormatError) -> FileRegion {
        var reader = try ByteReader(file.contents, at: member.headerOffset, of: "header")
        guard try reader.integer(UInt32.self, "header") == 0x0403_4B50 else {
            throw .malformed(format: Self.formatName, reason: "no member where the directory says")
        }
        try reader.skip(22, "header")
        let nameByteCount = try reader.count(UInt16.self, "header")
        let extraByteCount = try reader.count(UInt16.self, "header")
        try reader.skip(nameByteCount + extraByteCount, "header")
        return try reader.part(member.compressedByteCount, "bytes")
    }

    private func inflate(_ compressed: FileRegion, _ member: ZipMember, maximumByteCount: Int) throws(ModelFormatError) -> FileRegion {
        guard member.byteCount <= maximumByteCount else { throw .limit(of: "bytes in one member", maximum: maximumByteCount) }
        guard member.byteCount / Deflate.maximumRatio <= compressed.byteCount else {
            throw .malformed(format: Self.formatName, reason: "\(compressed.byteCount) bytes cannot inflate to \(member.byteCount)")
        }
        let inflated = try Deflate.inflate(compressed, byteCount: member.byteCount, name: "\(file.path):\(member.name)")
        guard Deflate.checksum(of: inflated) == member.checksum else {
            throw .malformed(format: Self.formatName, reason: "the checksum does not agree with the bytes")
        }
        return inflated
    }
}

/// One file in a zip archive, as the archive's directory describes it.
package struct ZipMember: Sendable {
    package let name: String
    /// The size once it is inflated.
    package let byteCount: Int
    let compressedByteCount: Int
    let method: Method
    let checksum: UInt32
    let isEncrypted: Bool
    /// Where the member's own header stands, bytes from the start of the archive.
    let headerOffset: Int

    enum Method: Equatable {
        case stored, deflated
        case other(UInt16)
    }

    /// Reads one entry of the central directory, with the zip64 field where sizes do not fit 32 bits.
    init(readingDirectoryEntry reader: inout ByteReader) throws(ModelFormatError) {
        let part = "directory"
        guard try reader.integer(UInt32.self, part) == 0x0201_4B50 else {
            throw .malformed(format: ZipArchive.formatName, reason: "a directory entry without its signature")
        }
        try reader.skip(4, part)
        isEncrypted = try reader.integer(UInt16.self, part) & 1 != 0
        method =
            switch try reader.integer(UInt16.self, part) {
            case 0: .stored
            case 8: .deflated
            case let number: .other(number)
            }
        try reader.skip(4, part)
        checksum = try reader.integer(UInt32.self, part)
        let sizes = (compressed: try reader.integer(UInt32.self, part), inflated: try reader.integer(UInt32.self, part))
        let nameByteCount = try reader.count(UInt16.self, part)
        let extraByteCount = try reader.count(UInt16.self, part)
        let commentByteCount = try reader.count(UInt16.self, part)
        try reader.skip(8, part)
        let offset = try reader.integer(UInt32.self, part)
        name = try reader.string(nameByteCount, part)
        var zip64 = try Self.zip64Field(in: reader.part(extraByteCount, part))
        try reader.skip(commentByteCount, part)
        byteCount = try Self.widened(sizes.inflated, from: &zip64)
        compressedByteCount = try Self.widened(sizes.compressed, from: &zip64)
        headerOffset = try Self.widened(offset, from: &zip64)
    }

    /// A 32-bit number, or the next of the 64-bit ones where it says that it does not fit.
    private static func widened(_ number: UInt32, from zip64: inout ByteReader?) throws(ModelFormatError) -> Int {
        guard number == .max, zip64 != nil else { return Int(number) }
        return try zip64?.count(UInt64.self, "zip64 field") ?? Int(number)
    }

    private static func zip64Field(in extra: FileRegion) throws(ModelFormatError) -> ByteReader? {
        var reader = ByteReader(extra)
        while reader.remainingByteCount >= 4 {
            let kind = try reader.integer(UInt16.self, "extra field")
            let field = try reader.part(reader.count(UInt16.self, "extra field"), "extra field")
            if kind == 1 { return ByteReader(field) }
        }
        return nil
    }
}
