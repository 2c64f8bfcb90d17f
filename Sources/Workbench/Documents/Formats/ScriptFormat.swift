import Language

/// A script in the percent format: cells under `# %%`, Markdown as comments.
///
/// The cells' script texts, one after another, are the file: nothing is lost, blank lines included.
///
/// Source: Jupytext, "The percent format".
package enum ScriptFormat: DocumentFormat {
    package static let name = "script"
    package static let pathExtension = "cnns"
    package static let holdsOutputs = false

    package static func read(_ bytes: [UInt8], name: String) throws(DocumentError) -> Document {
        guard bytes.count <= SourceText.byteLimit else { throw .tooLong(name: name, limit: SourceText.byteLimit) }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) { throw .notText(name: name, offset: offset) }
        var lines = Lines(String(decoding: bytes, as: UTF8.self))
        var document = Document()
        while let (mark, body) = lines.nextCell() { document.cells += cells(mark: mark, body: body) }
        return document
    }

    package static func write(_ document: Document) throws(DocumentError) -> DocumentFiles {
        DocumentFiles(text(of: document))
    }

    /// The script of a document.
    package static func text(of document: Document) -> String {
        var text = ""
        for (index, cell) in document.cells.enumerated() {
            // A mark has to begin a line.
            if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
            text += cell.validScriptText ?? standardText(of: cell, isLast: index == document.cells.count - 1)
        }
        return text
    }

    /// The lines that a cell is written as where none were kept: with a blank line before the next one.
    static func standardText(of cell: DocumentCell, isLast: Bool) -> String {
        let kind = cell.kind == .markdown ? " [markdown]" : cell.kind == .raw ? " [raw]" : ""
        let mark = "# %%" + (cell.title.isEmpty ? "" : " \(cell.title)") + kind
        let lines = cell.source.isEmpty ? [] : cell.source.scriptLines
        // Behind '# ' these would be marks.
        let comments = lines.map { $0.isEmpty || $0.hasPrefix("%%") ? "#\($0)" : "# \($0)" }
        let body = cell.kind == .code ? lines.map(String.init) : comments
        return ([mark] + body).joined(separator: "\n") + (isLast ? "\n" : "\n\n")
    }

    /// What the lines from one mark to the next hold: a cell; two where statements follow Markdown.
    static func cells(mark: Substring?, body: Substring) -> [DocumentCell] {
        let words = mark.map { $0.dropFirst(4) } ?? ""
        let title = title(of: words)
        let kind = words.split(whereSeparator: \.isWhitespace).lazy.compactMap { tags[String($0)] }.first ?? .code
        guard kind != .code else {
            return [DocumentCell(.code, title: title, source: trimmed(body), scriptText: String(mark ?? "") + body)]
        }
        let comments = body.prefixOfLines { $0.first == "#" || $0.allSatisfy(\.isWhitespace) }
        let text = comments.scriptLines.filter { $0.first == "#" }.map { $0.dropFirst($0.hasPrefix("# ") ? 2 : 1) }.joined(separator: "\n")
        let cell = DocumentCell(kind, title: title, source: text, scriptText: String(mark ?? "") + comments)
        let rest = body[comments.endIndex...]
        return rest.isEmpty ? [cell] : [cell, DocumentCell(.code, source: trimmed(rest), scriptText: String(rest))]
    }

    private static let tags: [String: DocumentCell.Kind] = ["[markdown]": .markdown, "[md]": .markdown, "[raw]": .raw]

    /// A title as it can stand on a mark's line: words that do not say another kind of cell.
    static func title(of text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).filter { !tags.keys.contains(String($0)) }.joined(separator: " ")
    }

    /// Without blank lines at its ends.
    private static func trimmed(_ text: Substring) -> String {
        var lines = text.scriptLines[...]
        while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        while let line = lines.last, line.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// The lines of a script, cell by cell. Lines end at `\n` alone, so that a character of two units never hides one.
    private struct Lines {
        private var rest: Substring

        init(_ text: String) { rest = text[...] }

        /// The mark's line, `nil` before the first one, and the lines up to the next mark.
        mutating func nextCell() -> (mark: Substring?, body: Substring)? {
            guard !rest.isEmpty else { return nil }
            let mark = ScriptFormat.isMark(rest.firstLine) ? rest.firstLine : nil
            let body = rest[(mark?.endIndex ?? rest.startIndex)...].prefixOfLines { !ScriptFormat.isMark($0) }
            rest = rest[body.endIndex...]
            return (mark, body)
        }
    }

    static func isMark(_ line: Substring) -> Bool {
        guard line.hasPrefix("# %%") else { return false }
        return line.dropFirst(4).first.map { $0 == " " || $0 == "\t" || $0.isNewline } ?? true
    }
}

extension DocumentCell {
    /// The text that the cell was read from, as long as the cell is still what that text says: it may have been edited since.
    var validScriptText: String? {
        guard let scriptText else { return nil }
        let mark = ScriptFormat.isMark(scriptText[...].firstLine) ? scriptText[...].firstLine : nil
        let cells = ScriptFormat.cells(mark: mark, body: scriptText[(mark?.endIndex ?? scriptText.startIndex)...])
        guard cells.count == 1, let cell = cells.first, cell.kind == kind, cell.title == title, cell.source == source else { return nil }
        return scriptText
    }
}

extension StringProtocol {
    /// The lines without their line feeds and returns. A return and a line feed are one character, so characters cannot tell lines.
    var scriptLines: [Substring] {
        utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { bytes in
            Substring(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
        }
    }
}

extension Substring {
    /// The first line with its line feed.
    var firstLine: Substring {
        utf8.firstIndex(of: UInt8(ascii: "\n")).map { self[...$0] } ?? self
    }

    /// The lines up to the first that does not belong.
    func prefixOfLines(while belongs: (Substring) -> Bool) -> Substring {
        var rest = self
        while !rest.isEmpty, belongs(rest.firstLine) { rest = self[rest.firstLine.endIndex...] }
        return self[..<rest.startIndex]
    }
}
