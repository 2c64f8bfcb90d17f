import Language

/// A source that can be read whole, cell by cell.
package struct Script: Sendable {
    /// A cell with the statements in it.
    package struct Part: Sendable {
        package let cell: Cell
        package let statements: [Statement]
    }

    package let source: SourceText
    package let cells: [Part]
}

extension Session {
    /// Reads a source; what is wrong with it is shown, and kept in the history as something that failed.
    ///
    /// - Returns: `nil` where the source cannot be read whole.
    package func script(_ source: SourceText) -> Script? {
        interruption.renew()
        let (program, diagnostics) = Parser.parse(source, vocabulary: CommandCatalog.vocabulary)
        guard diagnostics.isEmpty else {
            openCell(source[SourceRange(0, source.bytes.count)])
            noteFailure(replayable: "")
            for diagnostic in diagnostics { emit(.diagnostic(diagnostic)) }
            return nil
        }
        var rest = program.statements[...]
        let parts = Cell.cells(of: source).map { cell in
            let statements = rest.prefix { $0.range.start < cell.range.end }
            rest = rest.dropFirst(statements.count)
            return Script.Part(cell: cell, statements: Array(statements))
        }
        return Script(source: source, cells: parts)
    }

    /// Runs a cell: Markdown comes out as text, code counts up ``cellNumber``.
    ///
    /// - Parameter showsText: Whether Markdown comes out; not where it has been shown.
    /// - Returns: Whether all went well.
    package func run(_ part: Script.Part, of script: Script, showsText: Bool = true) -> Bool {
        if showsText, case .markdown(let text) = part.cell.kind { output(.text(text)) }
        guard !part.statements.isEmpty else { return true }
        openCell(script.source[part.cell.range])
        var succeeded: [Statement] = []
        var hasFailed = false
        for statement in part.statements where !isFinished {
            if run(statement, of: script.source) {
                succeeded.append(statement)
            } else {
                hasFailed = true
                if !keepsGoing || control.isCancelled { break }
            }
        }
        if hasFailed { noteFailure(replayable: succeeded.map { script.source[$0.range] }.joined(separator: "\n")) }
        return !hasFailed
    }

    private func run(_ statement: Statement, of source: SourceText) -> Bool {
        do {
            try Interpreter(session: self, source: source).run(statement)
            try lab.checkModelFile()
            return true
        } catch {
            scopes.removeLast(scopes.count - 1)
            depth = 0
            runningFiles = []
            runArguments = []
            emit(.diagnostic(Interpreter.diagnostic(for: error, at: statement.range, of: source)))
            return false
        }
    }

    /// Marks the last cell as one that failed, and says what of it is to be replayed.
    private func noteFailure(replayable: String) {
        guard !history.isEmpty else { return }
        history[history.count - 1].hasSucceeded = false
        history[history.count - 1].replayableSource = replayable
    }

    private func openCell(_ text: String) {
        cellNumber += 1
        history.append(HistoryEntry(cell: cellNumber, source: text))
    }
}
