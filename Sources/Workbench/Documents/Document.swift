import Language

/// Cells with what they showed: what every document format is read into and written from.
package struct Document: Sendable {
    package var cells: [DocumentCell] = []
    /// The name it is known by: of its file, without folder and ending.
    package var name = ""

    package init(cells: [DocumentCell] = [], name: String = "") { (self.cells, self.name) = (cells, name) }

    /// The first heading of the text, or the name.
    package var title: String {
        for cell in cells where cell.kind == .markdown {
            for line in cell.source.split(separator: "\n") where line.hasPrefix("# ") { return String(line.dropFirst(2)) }
        }
        return name.isEmpty ? "cnns" : name
    }
}

/// One cell of a document.
package struct DocumentCell: Sendable {
    /// What a cell holds.
    package enum Kind: Sendable, Equatable {
        case code
        case markdown
        /// Text that is neither run nor laid out.
        case raw
    }

    package var kind: Kind
    /// What stands after `# %%` on its line.
    package var title: String
    /// Statements, or Markdown without comment signs; no blank lines at its end.
    package var source: String
    /// The lines of a script that the cell was read from, mark and blank lines included; `nil` where it comes from elsewhere.
    package var scriptText: String?
    package var outputs: [CellOutput] = []
    /// The number of the cell in its session; `nil` where it was not run.
    package var executionNumber: Int?
    /// Pictures that Markdown refers to as `attachment:NAME`.
    package var attachments: [Attachment] = []

    /// A picture within a cell.
    package struct Attachment: Sendable, Equatable {
        package let name: String
        /// Such as `image/png`.
        package let mediaType: String
        package let bytes: [UInt8]
    }

    package init(_ kind: Kind, title: String = "", source: String, scriptText: String? = nil) {
        (self.kind, self.title, self.source, self.scriptText) = (kind, title, source, scriptText)
    }
}
