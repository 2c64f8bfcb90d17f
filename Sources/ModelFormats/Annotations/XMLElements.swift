/// The elements of a small XML file in the order of their start tags, each with the text right behind it.
///
/// For files that hold numbers in elements: attributes, comments, declarations, processing instructions and CDATA are passed over, entities
/// stay as they are written, and nothing outside the file is ever read.
///
/// Source: W3C, Extensible Markup Language 1.0 (fifth edition).
struct XMLElements {
    /// One element.
    struct Element {
        /// The names of the elements around it, and its own last.
        let path: [String]
        /// The text up to the next tag.
        let text: String

        var name: String { path.last ?? "" }
        /// The text as a number, where it is one.
        var number: Double? { Double(text.split(whereSeparator: \.isWhitespace).joined()) }
    }

    private static let depthLimit = 64
    private static let textLimit = 4096

    private let bytes: [UInt8]
    private let filePath: String
    private var offset = 0
    private var open: [String] = []

    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        filePath = path
    }

    /// The next element; `nil` at the end.
    ///
    /// - Throws: ``AnnotationError/malformed(path:offset:expected:)``
    /// - Complexity: O(bytes) for all elements together.
    mutating func next() throws(AnnotationError) -> Element? {
        while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) {
            offset = start
            if try skippedMarkup() { continue }
            offset += 1
            let isEnd = current == UInt8(ascii: "/")
            if isEnd { offset += 1 }
            let name = try name()
            let isEmpty = try skipAttributes()
            if isEnd {
                guard open.last == name else { throw error(at: start, "the end of '\(open.last ?? "the file")'") }
                open.removeLast()
                continue
            }
            guard open.count < Self.depthLimit else { throw error(at: start, "elements at most \(Self.depthLimit) deep") }
            let element = Element(path: open + [name], text: isEmpty ? "" : text())
            if !isEmpty { open.append(name) }
            return element
        }
        offset = bytes.count
        guard open.isEmpty else { throw error(at: offset, "the end of '\(open[open.count - 1])'") }
        return nil
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func error(at offset: Int, _ expected: String) -> AnnotationError {
        .malformed(path: filePath, offset: offset, expected: expected)
    }

    private func starts(with text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    /// Passes over a comment, CDATA, a processing instruction or a declaration, whether one begins here.
    private mutating func skippedMarkup() throws(AnnotationError) -> Bool {
        for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")] {
            if try skipped(opening, upTo: closing) { return true }
        }
        return false
    }

    /// Passes over what begins here with `opening`, its end included.
    private mutating func skipped(_ opening: String, upTo closing: String) throws(AnnotationError) -> Bool {
        guard starts(with: opening) else { return false }
        let start = offset
        offset += opening.utf8.count
        while current != nil {
            if starts(with: closing) {
                offset += closing.utf8.count
                return true
            }
            offset += 1
        }
        throw error(at: start, "'\(closing)' behind '\(opening)'")
    }

    private mutating func name() throws(AnnotationError) -> String {
        let start = offset
        while let byte = current, byte > 0x20, ![UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: "=")].contains(byte)
        {
            offset += 1
        }
        guard offset > start, offset - start <= 256 else { throw error(at: start, "the name of an element") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Passes over a tag's attributes and its `>`; whether the element ends in the tag itself.
    private mutating func skipAttributes() throws(AnnotationError) -> Bool {
        let start = offset
        var quote: UInt8?
        while let byte = current {
            offset += 1
            switch (quote, byte) {
            case (nil, UInt8(ascii: ">")): return bytes[offset - 2] == UInt8(ascii: "/")
            case (nil, UInt8(ascii: "\"")), (nil, UInt8(ascii: "'")): quote = byte
            case (let open?, _) where open == byte: quote = nil
            default: break
            }
        }
        throw error(at: start, "'>'")
    }

    private func text() -> String {
        let end = bytes[offset...].prefix(Self.textLimit).firstIndex(of: UInt8(ascii: "<")) ?? offset
        return String(decoding: bytes[offset..<end], as: UTF8.self)
    }
}
