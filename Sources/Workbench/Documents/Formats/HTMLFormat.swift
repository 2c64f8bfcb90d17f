import CMarkdown
import Imaging
import Language

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A page that needs nothing but itself: pictures inside, no scripts, and the notebook's own script as data to convert it back from.
package enum HTMLFormat: DocumentFormat {
    package static let name = "page"
    package static let pathExtension = "html"
    package static let holdsOutputs = true

    /// What the script stands between.
    private static let dataStart = "<script type=\"application/x-cnns\" id=\"script\">"
    private static let dataEnd = "</script>"

    package static func write(_ document: Document) throws(DocumentError) -> DocumentFiles {
        var body = ""
        for cell in document.cells { body += try html(of: cell) }
        let script = try quoted(ScriptFormat.text(of: document), document.name)
        let title = XMLText.escaped(document.title)
        return DocumentFiles(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>
            \(HTMLStyle.text)
            </style>
            </head>
            <body>
            <main>
            \(body)</main>
            \(dataStart)\(script)\(dataEnd)
            </body>
            </html>

            """)
    }

    /// Reads a page that ``write(_:)`` made: its script, without what it showed.
    package static func read(_ bytes: [UInt8], name: String) throws(DocumentError) -> Document {
        guard bytes.count <= NotebookFormat.byteLimit else { throw .tooLong(name: name, limit: NotebookFormat.byteLimit) }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) { throw .notText(name: name, offset: offset) }
        let text = String(decoding: bytes, as: UTF8.self)
        // The last one: what stands before it may be anybody's text.
        guard let start = text.ranges(of: dataStart).last?.upperBound, let end = text[start...].firstRange(of: dataEnd)?.lowerBound,
            let script = try? JSONDecoder().decode(String.self, from: Data(text[start..<end].utf8))
        else { throw .malformed(name: name, expected: "a page that cnns made", found: "one without a script") }
        return try ScriptFormat.read(Array(script.utf8), name: name)
    }

    /// The script as a string of JSON that no markup can end.
    private static func quoted(_ script: String, _ name: String) throws(DocumentError) -> String {
        guard let data = try? JSONEncoder().encode(script) else {
            throw .malformed(name: name, expected: "a script that can be written", found: "another")
        }
        return String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c")
    }

    private static func html(of cell: DocumentCell) throws(DocumentError) -> String {
        switch cell.kind {
        case .markdown: return "<section class=\"text\">\n\(html(ofMarkdown: withAttachments(cell)))</section>\n"
        case .raw: return "<section class=\"text\"><pre>\(XMLText.escaped(cell.source))</pre></section>\n"
        case .code:
            let title = cell.title.isEmpty ? "" : "<h4>\(XMLText.escaped(cell.title))</h4>\n"
            let code = cell.source.isEmpty ? "" : "<pre class=\"code\"><code>\(XMLText.escaped(cell.source))</code></pre>\n"
            var outputs = ""
            for output in cell.outputs { outputs += try html(of: output) }
            return "<section class=\"cell\">\n\(title)\(code)\(outputs)</section>\n"
        }
    }

    private static func html(of output: CellOutput) throws(DocumentError) -> String {
        switch output {
        case .text(let text): return "<pre class=\"output\">\(XMLText.escaped(text))</pre>\n"
        case .result(let text): return "<pre class=\"result\">\(XMLText.escaped(text))</pre>\n"
        case .diagnostic(let diagnostic): return "<pre class=\"error\">\(XMLText.escaped(diagnostic.rendered()))</pre>\n"
        case .table(let table): return HTMLTable.text(of: table)
        case .figure(let figure): return try html(of: figure)
        }
    }

    private static func html(of figure: CellFigure) throws(DocumentError) -> String {
        let caption = XMLText.escaped(figure.caption)
        let words = XMLText.escaped(figure.textTwin.joined(separator: "\n"))
        let twin = words.isEmpty ? "" : "<details><summary>in words</summary><pre>\(words)</pre></details>"
        let bytes: [UInt8]?
        do { bytes = try figure.pngBytes() } catch { throw .picture("\(error)") }
        let picture = bytes.map { "<img alt=\"\(caption)\" src=\"data:image/png;base64,\(Data($0).base64EncodedString())\">\n" } ?? ""
        return "<figure>\n\(picture)<figcaption>\(caption)\(twin)</figcaption>\n</figure>\n"
    }

    /// Longer texts are shown as they are: laying them out could take long.
    private static let markdownLimit = 1 << 20

    private static func html(ofMarkdown text: String) -> String {
        guard text.utf8.count <= markdownLimit, let html = cmarkdown_html(text, text.utf8.count) else {
            return "<pre>\(XMLText.escaped(text))</pre>\n"
        }
        defer { cmarkdown_release(html) }
        return String(cString: html)
    }

    /// Markdown with the pictures that belong to its cell in the place of their names.
    private static func withAttachments(_ cell: DocumentCell) -> String {
        cell.attachments.reduce(cell.source) { text, attachment in
            guard ["image/png", "image/jpeg", "image/gif"].contains(attachment.mediaType) else { return text }
            let data = "data:\(attachment.mediaType);base64,\(Data(attachment.bytes).base64EncodedString())"
            return text.replacing("(attachment:\(attachment.name))", with: "(\(data))")
        }
    }
}

/// Tables as HTML.
enum HTMLTable {
    static func text(of table: Table) -> String {
        func row(_ cells: [String], _ tag: String) -> String {
            let fields = table.columns.indices.map { column in
                let side = table.columns[column].alignment == .right ? " style=\"text-align:right\"" : " style=\"text-align:left\""
                return "<\(tag)\(side)>\(XMLText.escaped(column < cells.count ? cells[column] : ""))</\(tag)>"
            }
            return "<tr>\(fields.joined())</tr>\n"
        }
        let hasTitles = table.columns.contains { !$0.title.isEmpty }
        let head = hasTitles ? "<thead>\(row(table.columns.map(\.title), "th"))</thead>\n" : ""
        let body = table.rows.map { row($0, "td") }.joined()
        let caption = table.caption.isEmpty ? "" : "<caption>\(XMLText.escaped(table.caption))</caption>\n"
        return "<table>\n\(caption)\(head)<tbody>\n\(body)</tbody>\n</table>\n"
    }
}
