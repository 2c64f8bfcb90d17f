import Language

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension NotebookFormat {
    /// Reads a notebook of nbformat 4 that anybody may have made, with the outputs that it holds.
    ///
    /// - Throws: ``DocumentError``: for what is no JSON, no notebook, one of another language, or larger than any should be.
    package static func read(_ bytes: [UInt8], name: String) throws(DocumentError) -> Document {
        guard bytes.count <= byteLimit else { throw .tooLong(name: name, limit: byteLimit) }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) { throw .notText(name: name, offset: offset) }
        let file = try decoded(bytes, name)
        guard file.nbformat == 4 else {
            throw .malformed(name: name, expected: "a notebook of nbformat 4", found: "nbformat \(file.nbformat)")
        }
        guard file.cells.count <= cellLimit else { throw .tooMany(name: name, what: "cells", limit: cellLimit) }
        let language = file.metadata.languageInfo?.name ?? file.metadata.kernelspec?.language ?? file.metadata.kernelspec?.name
        guard language == nil || language == Self.language else {
            throw .malformed(name: name, expected: "a notebook for 'cnns'", found: "one for '\(String(language?.prefix(40) ?? ""))'")
        }
        var document = Document()
        for cell in file.cells { document.cells.append(try self.cell(cell, name)) }
        return document
    }

    private static func decoded(_ bytes: [UInt8], _ name: String) throws(DocumentError) -> NotebookFile {
        do {
            return try JSONDecoder().decode(NotebookFile.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw .malformed(name: name, expected: "a notebook", found: words(of: error))
        } catch {
            throw .malformed(name: name, expected: "a notebook", found: "no JSON")
        }
    }

    /// What is wrong, and where: `no 'cells'`.
    private static func words(of error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "" : " in '\(path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "."))'"
        }
        switch error {
        case .keyNotFound(let key, let context): return "no '\(key.stringValue)'\(place(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context): return "another kind of value\(place(context.codingPath))"
        case .dataCorrupted(let context): return context.codingPath.isEmpty ? "no JSON" : "another value\(place(context.codingPath))"
        @unknown default: return "no JSON"
        }
    }

    private static func cell(_ cell: NotebookFile.Cell, _ name: String) throws(DocumentError) -> DocumentCell {
        let kinds: [String: DocumentCell.Kind] = ["code": .code, "markdown": .markdown, "raw": .raw]
        guard let kind = kinds[cell.cellType] else {
            throw .malformed(
                name: name, expected: "cells of 'code', 'markdown' or 'raw'", found: "one of '\(String(cell.cellType.prefix(40)))'")
        }
        let source = cell.source.joined.scriptLines.joined(separator: "\n").replacing("\r", with: "\n")
        var read = DocumentCell(
            kind, title: ScriptFormat.title(of: cell.metadata.title ?? ""), source: source, scriptText: cell.metadata.cnns?.text)
        read.executionNumber = cell.executionCount
        read.outputs = (cell.outputs ?? []).compactMap { output($0) }
        for (name, data) in (cell.attachments ?? [:]).sorted(by: { $0.key < $1.key }) {
            for (type, text) in data.sorted(by: { $0.key < $1.key }) {
                guard let bytes = binary(text) else { continue }
                read.attachments.append(.init(name: name, mediaType: type, bytes: bytes))
            }
        }
        return read
    }

    private static func output(_ output: NotebookFile.Output) -> CellOutput? {
        switch output.outputType {
        case "stream":
            let text = output.text?.joined ?? ""
            return .text(text.hasSuffix("\n") ? String(text.dropLast()) : text)
        case "error": return .diagnostic(Diagnostic(output.errorValue ?? "unknown"))
        case "display_data", "execute_result":
            let words = output.data?["text/plain"]?.joined ?? ""
            if let bytes = output.data?["image/png"].flatMap(binary), bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
                let lines = words.scriptLines.map(String.init)
                let mark = (output.metadata?.cnns?.figure).flatMap { FigureMark(lines: $0) }
                return .figure(
                    CellFigure(picture: .packed(bytes), caption: lines.first ?? "", textTwin: Array(lines.dropFirst()), mark: mark))
            }
            return output.outputType == "execute_result" ? .result(words) : .text(words)
        default: return nil
        }
    }

    private static func binary(_ text: NotebookFile.Text) -> [UInt8]? {
        Data(base64Encoded: text.joined, options: .ignoreUnknownCharacters).map { Array($0) }
    }
}
