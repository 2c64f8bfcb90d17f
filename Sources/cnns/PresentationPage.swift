import Imaging
import Language
import Workbench

/// What is shown at once: text, and the cell of statements that follows it.
struct PresentationPage {
    /// Markdown, in order.
    private(set) var texts: [String] = []
    private(set) var part: Script.Part?
    /// The number that the cell had in the session when it ran last; `nil` before.
    var cellNumber: Int?

    /// The pages of a script: one for each cell of statements with the text before it, and one for text at the end.
    static func pages(of script: Script) -> [PresentationPage] {
        var pages: [PresentationPage] = []
        var page = PresentationPage()
        for part in script.cells {
            if case .markdown(let text) = part.cell.kind { page.texts.append(text) }
            guard !part.statements.isEmpty else { continue }
            page.part = part
            pages.append(page)
            page = PresentationPage()
        }
        return page.texts.isEmpty ? pages : pages + [page]
    }

    /// The statements as they are shown: without blank lines at the ends.
    func code(of script: Script) -> String? {
        part.map { part in
            var lines = script.source[part.cell.range].split(separator: "\n", omittingEmptySubsequences: false)[...]
            while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
            while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
            return lines.map { "  │ \($0)" }.joined(separator: "\n")
        }
    }
}

extension CellOutput {
    /// What shows it once more; of a figure whose picture was not kept, the words.
    var output: Output {
        switch self {
        case .text(let text), .result(let text): .text(text)
        case .table(let table): .table(table)
        case .diagnostic(let diagnostic): .diagnostic(diagnostic)
        case .figure(let figure):
            figure.image.map { .figure(Figure(image: $0, caption: figure.caption, textTwin: figure.textTwin)) } ?? .text(figure.words)
        }
    }
}
