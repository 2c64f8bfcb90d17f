extension SaveCommand {
    /// Writes what was typed, with claims of what it came to, and what it showed where the format has room for it.
    static func saveSession(_ path: String, _ arguments: Arguments, in session: Session) throws -> Value? {
        try check(path, DocumentFormatCatalog.endings, "a session", arguments)
        let name = path.split(separator: "/").last.map { $0.split(separator: ".").dropLast().joined(separator: ".") } ?? ""
        let document = SessionDocument(session).document(name: name)
        do {
            let files = try DocumentFormatCatalog.format(of: path).write(document)
            try files.write(to: path)
            let beside = files.companions.isEmpty ? "" : ", and figures in \(document.name).files"
            session.emit(.text("saved \(path), \(document.cells.count == 1 ? "1 cell" : "\(document.cells.count) cells")\(beside)"))
        } catch {
            throw arguments.error("\(error)", at: "to")
        }
        return nil
    }
}
