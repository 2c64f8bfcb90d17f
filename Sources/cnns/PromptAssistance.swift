import Language
import LineEditing
import Workbench

/// What the session tells the line editor while a statement is typed.
extension LineEditor.Assistance {
    init(_ session: Session) {
        self.init(
            isComplete: { text in
                if case .incomplete = Completeness(of: SourceText(text), vocabulary: CommandCatalog.vocabulary) { return false }
                return true
            },
            completions: { text, offset in
                let found = session.completions(for: text, cursor: offset)
                return CompletionChoices(
                    replacedByteCount: found.replacedByteCount,
                    candidates: found.items.map { CompletionCandidate(text: $0.text, summary: $0.summary) })
            },
            styles: { text in session.syntax(of: text).map { StyledRange($0.range, TextStyle($0.role)) } },
            usePause: { session.usePause() })
    }
}

extension TextStyle {
    fileprivate init(_ role: SyntaxRole) {
        self =
            switch role {
            case .command: .command
            case .keyword: .keyword
            case .clause: .clause
            case .string: .string
            case .number: .number
            case .variable: .variable
            case .place: .place
            case .function: .function
            case .comment: .comment
            }
    }
}
