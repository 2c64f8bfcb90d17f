import Imaging
import Language

/// Markdown with cells in fences of `cnns`, and what they showed below them; pictures are files beside it.
///
/// What is not plain Markdown stands in comments that pages do not show: `<!-- %% title -->` before a cell that needs one,
/// `<!-- output -->` and `<!-- /output -->` around what a cell showed.
///
/// Source: CommonMark 0.31.2, "Fenced code blocks", "HTML blocks".
package enum MarkdownFormat: DocumentFormat {
    package static let name = "Markdown file"
    package static let pathExtension = "md"
    package static let holdsOutputs = true

    static let outputStart = "<!-- output -->"
    static let outputEnd = "<!-- /output -->"
    static let markStart = "<!-- %%"
    static let markEnd = "-->"
    /// The language of the fences that hold cells.
    static let language = "cnns"

    package static func write(_ document: Document) throws(DocumentError) -> DocumentFiles {
        var writer = MarkdownWriter(folder: "\(document.name.isEmpty ? "figures" : document.name).files")
        for cell in document.cells { try writer.add(cell) }
        var files = DocumentFiles(writer.blocks.joined(separator: "\n\n") + (writer.blocks.isEmpty ? "" : "\n"))
        files.companions = writer.companions
        return files
    }
}

/// The blocks of a document, one after another.
private struct MarkdownWriter {
    /// Where pictures go.
    let folder: String
    private(set) var blocks: [String] = []
    private(set) var companions: [(path: String, bytes: [UInt8])] = []
    private var previous: DocumentCell.Kind?
    private var isMarked = false

    init(folder: String) { self.folder = folder }

    mutating func add(_ cell: DocumentCell) throws(DocumentError) {
        let looksLikeCells = cell.kind == .markdown && Self.needsMark(cell.source)
        let needsMark =
            !cell.title.isEmpty || cell.kind == .raw || looksLikeCells || isMarked || cell.kind == .markdown && previous == .markdown
            || cell.source.isEmpty
        if needsMark { blocks.append(Self.mark(cell)) }
        // Behind a mark everything up to the next one belongs to the cell.
        isMarked = needsMark && cell.kind != .code
        previous = cell.kind
        switch cell.kind {
        case .markdown: if !cell.source.isEmpty { blocks.append(cell.source) }
        case .raw: blocks.append(Self.fenced(cell.source, language: "raw"))
        case .code:
            if !cell.source.isEmpty { blocks.append(Self.fenced(cell.source, language: MarkdownFormat.language)) }
            guard !cell.outputs.isEmpty else { return }
            blocks.append(MarkdownFormat.outputStart)
            for output in cell.outputs { blocks.append(try text(of: output)) }
            blocks.append(MarkdownFormat.outputEnd)
        }
    }

    /// Whether a text holds what would be read as something else than text.
    private static func needsMark(_ text: String) -> Bool {
        text.scriptLines.contains { $0.isCellFence || $0 == MarkdownFormat.outputStart || $0.hasPrefix(MarkdownFormat.markStart) }
    }

    private static func mark(_ cell: DocumentCell) -> String {
        let kind = cell.kind == .markdown ? " [markdown]" : cell.kind == .raw ? " [raw]" : ""
        let title = cell.title.isEmpty ? "" : " " + cell.title.replacing("--", with: "-\u{2060}-")
        return "\(MarkdownFormat.markStart)\(title)\(kind) \(MarkdownFormat.markEnd)"
    }

    /// A fence longer than any in the text.
    static func fenced(_ text: String, language: String) -> String {
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }

    private mutating func text(of output: CellOutput) throws(DocumentError) -> String {
        guard case .figure(let figure) = output else { return Self.fenced(DocumentText.words(of: output), language: "text") }
        let bytes: [UInt8]?
        do { bytes = try figure.pngBytes() } catch { throw .picture("\(error)") }
        guard let bytes else { return Self.fenced(figure.words, language: "text") }
        let number = companions.count + 1
        let name = "figure-" + String(repeating: "0", count: max(0, 3 - String(number).count)) + "\(number).png"
        companions.append(("\(folder)/\(name)", bytes))
        // A blank line would end the markup.
        let words = XMLText.escaped(figure.textTwin.filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n"))
        let twin = words.isEmpty ? "" : "\n\n<details><summary>in words</summary>\n<pre>\n\(words)\n</pre>\n</details>"
        return "![\(Self.literal(figure.caption))](<\(folder)/\(name)>)\n\n*\(Self.literal(figure.caption))*\(twin)"
    }

    /// Text that no character of is Markdown.
    private static func literal(_ text: String) -> String {
        var literal = ""
        for character in FigureMark.oneLine(text) {
            if "\\`*_[]<>()#|!~&".contains(character) { literal.append("\\") }
            literal.append(character)
        }
        return literal
    }
}

extension StringProtocol {
    /// Without blank lines at its ends.
    var trimmedOfBlankLines: String {
        var lines = scriptLines[...]
        while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let line = lines.last, line.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// Whether the line opens a fence of statements.
    var isCellFence: Bool {
        let rest = drop { $0 == "`" }
        guard rest.startIndex > startIndex, distance(from: startIndex, to: rest.startIndex) >= 3 else { return false }
        return rest.split(whereSeparator: \.isWhitespace).first == "cnns"
    }
}
