/// A kind of file that holds cells, and maybe what they showed.
package protocol DocumentFormat: Sendable {
    /// What messages call it: `notebook`.
    static var name: String { get }
    /// How its paths end, without the dot.
    static var pathExtension: String { get }
    /// Whether it has a place for what cells showed.
    static var holdsOutputs: Bool { get }
    /// Reads a file that anybody may have made.
    ///
    /// - Throws: ``DocumentError``.
    static func read(_ bytes: [UInt8], name: String) throws(DocumentError) -> Document
    /// The document as files.
    ///
    /// - Throws: ``DocumentError``.
    static func write(_ document: Document) throws(DocumentError) -> DocumentFiles
}

/// The formats that `cnns convert` and `save session` know.
package enum DocumentFormatCatalog {
    package static let all: [any DocumentFormat.Type] = [ScriptFormat.self, HTMLFormat.self, MarkdownFormat.self, NotebookFormat.self]

    /// The format that a path's ending calls for.
    ///
    /// - Throws: ``DocumentError/unknownEnding(path:)``.
    package static func format(of path: String) throws(DocumentError) -> any DocumentFormat.Type {
        guard let format = all.first(where: { path.hasSuffix(".\($0.pathExtension)") }) else { throw .unknownEnding(path: path) }
        return format
    }

    /// The endings, `.cnns` first.
    package static var endings: [String] { all.map { ".\($0.pathExtension)" } }
}

/// A document as it is written: one file, and those that it refers to.
package struct DocumentFiles: Sendable {
    package var bytes: [UInt8]
    /// Files beside it, by their path from its folder; none of them leaves that folder.
    package var companions: [(path: String, bytes: [UInt8])] = []

    package init(_ text: String) { bytes = Array(text.utf8) }

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Writes all files, those that others refer to first.
    ///
    /// - Throws: `FileWriter.Failure`.
    package func write(to path: String) throws(FileWriter.Failure) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        for companion in companions {
            try FileWriter.makeFolder(above: folder + companion.path)
            try FileWriter.write(companion.bytes, to: folder + companion.path)
        }
        try FileWriter.write(bytes, to: path)
    }
}

/// Why a document cannot be read or written.
package enum DocumentError: Error, Equatable {
    case unknownEnding(path: String)
    case tooLong(name: String, limit: Int)
    case notText(name: String, offset: Int)
    /// The file is not of the format, or of a kind of it that is not read.
    case malformed(name: String, expected: String, found: String)
    case tooMany(name: String, what: String, limit: Int)
    case picture(String)
}

extension DocumentError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownEnding(let path):
            let endings = ParameterType.alternatives(DocumentFormatCatalog.endings.map { "'\($0)'" })
            return "expected a path that ends in \(endings), found '\(path)'"
        case .tooLong(let name, let limit): return "expected a document of at most \(limit >> 20) MiB in '\(name)', found more"
        case .notText(let name, let offset): return "expected UTF-8 text in '\(name)', found something else at offset \(offset)"
        case .malformed(let name, let expected, let found): return "expected \(expected) in '\(name)', found \(found)"
        case .tooMany(let name, let what, let limit): return "expected at most \(limit) \(what) in '\(name)', found more"
        case .picture(let reason): return reason
        }
    }
}
