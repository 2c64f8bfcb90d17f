#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A Jupyter notebook.
///
/// Source: "The Notebook file format", nbformat 4.5.
package enum NotebookFormat: DocumentFormat {
    package static let name = "notebook"
    package static let pathExtension = "ipynb"
    package static let holdsOutputs = true

    /// No notebook, nor a page made of one, is larger.
    package static let byteLimit = 128 << 20
    static let cellLimit = 100_000
    /// The language that a notebook's metadata names.
    static let language = "cnns"

    package static func write(_ document: Document) throws(DocumentError) -> DocumentFiles {
        var cells: [NotebookFile.Cell] = []
        var ids = CellNames()
        for (index, cell) in document.cells.enumerated() {
            var written = try NotebookWriter.cell(cell, id: ids.next(for: cell))
            let text = cell.validScriptText
            if text != ScriptFormat.standardText(of: cell, isLast: index == document.cells.count - 1) {
                written.metadata.cnns = text.map { .init(text: $0) }
            }
            cells.append(written)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let data = try encoder.encode(NotebookFile(cells: cells))
            return DocumentFiles(Array(data) + [UInt8(ascii: "\n")])
        } catch {
            throw .malformed(name: document.name, expected: "cells that can be written", found: "\(error)")
        }
    }

    /// Names for cells that stay the same as long as their text does.
    private struct CellNames {
        private var counts: [String: Int] = [:]

        /// Letters and digits, 64 at most.
        mutating func next(for cell: DocumentCell) -> String {
            // FNV-1a.
            let hash = cell.source.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            let name = "cell-" + String(hash, radix: 16)
            counts[name, default: 0] += 1
            let count = counts[name] ?? 1
            return count == 1 ? name : "\(name)-\(count)"
        }
    }
}

/// Cells as a notebook has them.
private enum NotebookWriter {
    static func cell(_ cell: DocumentCell, id: String) throws(DocumentError) -> NotebookFile.Cell {
        var metadata = NotebookFile.CellMetadata()
        if !cell.title.isEmpty { metadata.title = cell.title }
        var written = NotebookFile.Cell(cellType: kind(cell.kind), id: id, metadata: metadata, source: .init(cell.source))
        if cell.kind == .code {
            written.executionCount = cell.executionNumber
            var outputs: [NotebookFile.Output] = []
            for output in cell.outputs { append(try self.output(output, number: cell.executionNumber), to: &outputs) }
            written.outputs = outputs
        } else if !cell.attachments.isEmpty {
            written.attachments = Dictionary(
                cell.attachments.map { ($0.name, [$0.mediaType: .init(Data($0.bytes).base64EncodedString())]) }, uniquingKeysWith: { $1 })
        }
        return written
    }

    private static func kind(_ kind: DocumentCell.Kind) -> String {
        switch kind {
        case .code: "code"
        case .markdown: "markdown"
        case .raw: "raw"
        }
    }

    private static func output(_ output: CellOutput, number: Int?) throws(DocumentError) -> NotebookFile.Output {
        switch output {
        case .text(let text): return .stream(text + "\n")
        case .table(let table):
            let words = table.rendered(width: DocumentText.width).joined(separator: "\n")
            return .display(["text/plain": words, "text/html": HTMLTable.text(of: table)])
        case .result(let words): return .result(["text/plain": words], number: number)
        case .diagnostic(let diagnostic): return .error(diagnostic.message, lines: diagnostic.rendered().scriptLines.map(String.init))
        case .figure(let figure):
            var data = ["text/plain": figure.words]
            do {
                if let bytes = try figure.pngBytes() { data["image/png"] = Data(bytes).base64EncodedString() }
            } catch {
                throw .picture("\(error)")
            }
            var output = NotebookFile.Output.display(data)
            var metadata = NotebookFile.OutputMetadata()
            if data["image/png"] != nil { metadata.picture = .init(alt: figure.words) }
            metadata.cnns = figure.mark.map { .init(figure: $0.lines) }
            output.metadata = metadata
            return output
        }
    }

    /// Texts that follow one another become one stream.
    private static func append(_ output: NotebookFile.Output, to outputs: inout [NotebookFile.Output]) {
        if output.outputType == "stream", let last = outputs.last, last.outputType == "stream", let text = output.text,
            let before = last.text
        {
            outputs[outputs.count - 1].text = .init(before.joined + text.joined)
        } else {
            outputs.append(output)
        }
    }
}
