/// What somebody typed or a script holds: valid UTF-8 without control characters, with a name for diagnostics.
package struct SourceText: Hashable, Sendable {
    /// `session` for the prompt, the path for a file.
    package let name: String
    /// UTF-8, without a byte order mark.
    package let bytes: [UInt8]
    /// What the first line is called in diagnostics; the prompt counts on from cell to cell.
    package let firstLineNumber: Int

    /// The longest source that is read, in bytes.
    package static let byteLimit = 16 << 20

    /// A text that is valid UTF-8 already.
    package init(_ text: String, name: String = "session", firstLineNumber: Int = 1) {
        self.init(uncheckedBytes: Array(text.utf8), name: name, firstLineNumber: firstLineNumber)
    }

    private init(uncheckedBytes bytes: [UInt8], name: String, firstLineNumber: Int) {
        self.name = name
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        self.firstLineNumber = firstLineNumber
    }

    /// The text of a file.
    ///
    /// - Throws: A diagnostic that gives the offset of the first byte that is not UTF-8, or says that the file is too long.
    package init(bytes: [UInt8], name: String) throws(Diagnostic) {
        guard bytes.count <= Self.byteLimit else {
            throw Diagnostic("expected a script of at most \(Self.byteLimit >> 20) MiB, found \(bytes.count) bytes", in: name)
        }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) {
            let found = "0x" + (bytes[offset] < 16 ? "0" : "") + String(bytes[offset], radix: 16)
            throw Diagnostic("expected UTF-8 text, found the byte \(found) at offset \(offset)", in: name)
        }
        self.init(uncheckedBytes: bytes, name: name, firstLineNumber: 1)
    }

    /// The text of a range; positions outside the source are cut off.
    package subscript(range: SourceRange) -> String {
        let start = min(max(range.start, 0), bytes.count)
        return String(decoding: bytes[start..<min(max(range.end, start), bytes.count)], as: UTF8.self)
    }

    /// Where an offset stands: the line, counted from ``firstLineNumber``, and the column in characters, counted from 1.
    package func position(of offset: Int) -> (line: Int, column: Int) {
        let offset = min(max(offset, 0), bytes.count)
        let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
        let start = lineRange(at: offset).start
        return (line + firstLineNumber, String(decoding: bytes[start..<offset], as: UTF8.self).count + 1)
    }

    /// The line an offset stands in, without its line feed.
    package func lineRange(at offset: Int) -> SourceRange {
        let offset = min(max(offset, 0), bytes.count)
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        return SourceRange(start, end)
    }
}
