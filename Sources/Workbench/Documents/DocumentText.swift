/// How outputs are written where a document has room for text only.
enum DocumentText {
    /// Columns that tables are fitted into.
    static let width = 110

    /// The words of an output.
    static func words(of output: CellOutput) -> String {
        switch output {
        case .text(let text), .result(let text): text
        case .table(let table): table.rendered(width: width).joined(separator: "\n")
        case .diagnostic(let diagnostic): diagnostic.rendered()
        case .figure(let figure): figure.words
        }
    }
}
