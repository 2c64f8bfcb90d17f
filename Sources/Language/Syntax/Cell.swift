/// A part of a source between `# %%` lines: code to run, or Markdown to read.
///
/// Source: Jupytext, "The percent format".
package struct Cell: Hashable, Sendable {
    /// What a cell holds.
    package enum Kind: Hashable, Sendable {
        case code
        /// The text of the comment lines, without their `# `.
        case markdown(String)
    }

    package let kind: Kind
    /// What stands after `# %%` on its line; empty without a title.
    package let title: String
    /// The lines after the mark, up to the next one.
    package let range: SourceRange

    /// The cells of a source in order; one of code where no mark stands. Lines before the first mark are a cell if they are not blank.
    package static func cells(of source: SourceText) -> [Cell] {
        var cells: [Cell] = []
        var open: (title: String, isMarkdown: Bool)?
        var start = 0
        var line = SourceRange(0, 0)
        repeat {
            line = source.lineRange(at: line.start)
            if let mark = Mark(source[line]) {
                append(open, SourceRange(start, line.start), of: source, to: &cells)
                open = (mark.title, mark.isMarkdown)
                start = min(line.end + 1, source.bytes.count)
            }
            line = SourceRange(line.end + 1, line.end + 1)
        } while line.start < source.bytes.count
        append(open, SourceRange(start, source.bytes.count), of: source, to: &cells)
        return cells
    }

    private static func append(
        _ open: (title: String, isMarkdown: Bool)?, _ range: SourceRange, of source: SourceText, to cells: inout [Cell]
    ) {
        let isBlank = source.bytes[range.start..<range.end].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard open != nil || !isBlank else { return }
        let kind: Kind = open?.isMarkdown == true ? .markdown(markdown(source[range])) : .code
        cells.append(Cell(kind: kind, title: open?.title ?? "", range: range))
    }

    private static func markdown(_ text: String) -> String {
        var lines: [Substring] = []
        for var line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.last == "\r" { line.removeLast() }
            guard line.first == "#" else { continue }
            lines.append(line.dropFirst(line.hasPrefix("# ") ? 2 : 1))
        }
        return lines.joined(separator: "\n")
    }

    /// What a line `# %% title [markdown]` says.
    private struct Mark {
        let title: String
        let isMarkdown: Bool

        init?(_ line: String) {
            guard line.hasPrefix("# %%") else { return nil }
            var rest = Substring(line.dropFirst(4))
            if rest.last == "\r" { rest.removeLast() }
            guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
            let words = rest.split(whereSeparator: { $0 == " " || $0 == "\t" })
            isMarkdown = words.contains { $0 == "[markdown]" || $0 == "[md]" }
            title = words.filter { $0 != "[markdown]" && $0 != "[md]" }.joined(separator: " ")
        }
    }
}
