import Imaging
import Language
import Synchronization

/// Runs a document to see what its cells show.
package struct DocumentRun {
    /// The document with what its cells showed.
    package let document: Document
    /// What went wrong, in order.
    package let errors: [Diagnostic]

    /// Runs a document's script in a session of its own, on pages that are the same whatever the screen.
    ///
    /// - Parameters:
    ///   - name: What diagnostics call the script.
    ///   - keepsGoing: Whether the script goes on after a statement that fails.
    ///   - progress: Gets what the session says of something long.
    ///   - begin: Called with the session before it runs.
    package init(
        _ document: Document, name: String, keepsGoing: Bool = false, progress: @escaping @Sendable (Output) -> Void,
        begin: (Session) -> Void = { _ in }
    ) {
        let collector = Collector(progress)
        let session = Session(canvas: .page, output: { collector.take($0) })
        session.keepsGoing = keepsGoing
        begin(session)
        var document = document
        let (text, starts) = Self.script(of: document)
        guard let script = session.script(SourceText(text, name: name)) else {
            (self.document, errors) = (document, collector.errors)
            return
        }
        for part in script.cells {
            guard let start = part.statements.first?.range.start else { continue }
            collector.outputs = []
            let succeeded = session.run(part, of: script, showsText: false)
            let cell = (starts.firstIndex { $0 > start } ?? starts.count) - 1
            if document.cells.indices.contains(cell) {
                document.cells[cell].executionNumber = session.cellNumber
                document.cells[cell].outputs = collector.outputs
            }
            if session.isFinished || session.control.isCancelled || !succeeded && !keepsGoing { break }
        }
        (self.document, errors) = (document, collector.errors)
    }

    /// The script, and where in it each cell begins.
    private static func script(of document: Document) -> (text: String, starts: [Int]) {
        var text = ""
        var starts: [Int] = []
        for cell in document.cells {
            if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
            starts.append(text.utf8.count)
            text += cell.validScriptText ?? ScriptFormat.standardText(of: cell, isLast: false)
        }
        return (text, starts)
    }
}

/// Keeps what a cell shows. It serves one thread.
private final class Collector: @unchecked Sendable {
    var outputs: [CellOutput] = []
    private(set) var errors: [Diagnostic] = []
    private let progress: @Sendable (Output) -> Void

    init(_ progress: @escaping @Sendable (Output) -> Void) { self.progress = progress }

    func take(_ output: Output) {
        if case .progress = output { return progress(output) }
        guard var kept = CellOutput(output) else { return }
        if case .diagnostic(let diagnostic) = output, diagnostic.severity == .error { errors.append(diagnostic) }
        if case .figure(let figure) = output, case .figure(var cellFigure) = kept {
            cellFigure.mark = FigureMark(figure)
            kept = .figure(cellFigure)
        }
        outputs.append(kept)
    }
}
