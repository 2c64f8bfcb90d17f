/// What is to be said about a place in a source: an error, a warning, or a note.
package struct Diagnostic: Error, Hashable, Sendable {
    /// How bad it is.
    package enum Severity: String, Sendable { case error, warning, note }

    package var severity: Severity
    /// Lower case, no period, the user's words in 'single quotes', expected before found.
    package var message: String
    /// Where the source is known: the text that ``range`` points into.
    package var source: SourceText?
    package var range: SourceRange?
    /// What to do about it; `nil` where nothing is known.
    package var help: String?
    /// The name of the source, for messages about a whole file.
    package var fileName: String?

    package init(
        _ message: String, severity: Severity = .error, at range: SourceRange? = nil, of source: SourceText? = nil, help: String? = nil,
        in fileName: String? = nil
    ) {
        self.severity = severity
        self.message = message
        self.range = range
        self.source = source
        self.help = help
        self.fileName = source?.name ?? fileName
    }

    /// The same diagnostic, pointing at `range` of `source` where it points nowhere yet.
    package func located(at range: SourceRange, of source: SourceText) -> Diagnostic {
        guard self.source == nil else { return self }
        var located = self
        located.source = source
        located.range = self.range ?? range
        located.fileName = source.name
        return located
    }
}
