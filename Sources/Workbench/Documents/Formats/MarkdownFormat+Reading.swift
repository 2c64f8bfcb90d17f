import Language

extension MarkdownFormat {
    /// Reads Markdown that anybody may have written: fences of `cnns` are cells, everything else is text.
    ///
    /// - Throws: ``DocumentError``.
    package static func read(_ bytes: [UInt8], name: String) throws(DocumentError) -> Document {
        guard bytes.count <= SourceText.byteLimit else { throw .tooLong(name: name, limit: SourceText.byteLimit) }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) { throw .notText(name: name, offset: offset) }
        var reader = MarkdownReader()
        for line in String(decoding: bytes, as: UTF8.self).scriptLines { reader.take(line) }
        return Document(cells: reader.finish())
    }
}

/// Goes through the lines of a Markdown file.
private struct MarkdownReader {
    private var cells: [DocumentCell] = []
    private var text: [Substring] = []
    /// The fence that ends the code that is being read.
    private var fence: Substring?
    /// The cell that a mark has opened, until it has its text.
    private var marked: (kind: DocumentCell.Kind, title: String)?
    private var isInOutput = false
    /// The fence that ends a text within what a cell showed.
    private var outputFence: Substring?

    mutating func take(_ line: Substring) {
        let mayHoldCells = marked.map { $0.kind == .code } ?? true
        if isInOutput {
            passOutput(line)
        } else if let fence {
            if line == fence { closeCode() } else { text.append(line) }
        } else if let mark = Self.mark(line) {
            closeText()
            marked = mark
        } else if line == MarkdownFormat.outputStart, mayHoldCells {
            closeText()
            isInOutput = true
        } else if line.isCellFence, mayHoldCells {
            if marked == nil || !text.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { closeText() }
            text = []
            fence = line.prefix { $0 == "`" }
        } else {
            text.append(line)
        }
    }

    /// What a cell showed is not read; its texts may hold anything, the end of the output too.
    private mutating func passOutput(_ line: Substring) {
        if let outputFence {
            if line == outputFence { self.outputFence = nil }
        } else if line.hasPrefix("```") {
            outputFence = line.prefix { $0 == "`" }
        } else {
            isInOutput = line != MarkdownFormat.outputEnd
        }
    }

    mutating func finish() -> [DocumentCell] {
        if fence != nil { closeCode() } else { closeText() }
        return cells
    }

    private mutating func closeCode() {
        cells.append(DocumentCell(.code, title: marked?.title ?? "", source: text.joined(separator: "\n")))
        (text, fence, marked) = ([], nil, nil)
    }

    /// Ends a cell of text, if there is any; text behind the mark of a cell of statements is one of its own.
    private mutating func closeText() {
        if marked?.kind == .raw { text = Self.withoutFence(text) }
        let source = text.joined(separator: "\n").trimmedOfBlankLines
        if let marked { cells.append(DocumentCell(marked.kind, title: marked.title, source: marked.kind == .code ? "" : source)) }
        if marked?.kind ?? .code == .code, !source.isEmpty { cells.append(DocumentCell(.markdown, source: source)) }
        (text, marked) = ([], nil)
    }

    /// The text between the fences that a raw cell is written in.
    private static func withoutFence(_ lines: [Substring]) -> [Substring] {
        var lines = lines.drop { $0.allSatisfy(\.isWhitespace) }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        guard lines.count >= 2, let first = lines.first, let last = lines.last, first.hasPrefix("```"),
            last == first.prefix(while: { $0 == "`" })
        else { return Array(lines) }
        return Array(lines.dropFirst().dropLast())
    }

    private static func mark(_ line: Substring) -> (kind: DocumentCell.Kind, title: String)? {
        guard line.hasPrefix(MarkdownFormat.markStart), line.hasSuffix(MarkdownFormat.markEnd) else { return nil }
        let words = line.dropFirst(MarkdownFormat.markStart.count).dropLast(MarkdownFormat.markEnd.count)
        let kind: DocumentCell.Kind = words.contains("[markdown]") ? .markdown : words.contains("[raw]") ? .raw : .code
        return (kind, ScriptFormat.title(of: words.replacing("-\u{2060}-", with: "--")))
    }
}
