/// Breaks lines where a terminal would, but between words.
package enum LineWrapping {
    /// What continued lines begin with.
    private static let indentation = "  "
    /// Narrower windows get the line as it is.
    private static let narrowest = 20

    /// The line in pieces of at most `widthInCells` characters; a word that is longer stays whole.
    package static func wrapped(_ line: String, widthInCells: Int) -> [String] {
        guard widthInCells >= narrowest, line.count > widthInCells else { return [line] }
        var lines: [String] = []
        var current: String?
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            guard let begun = current else {
                current = String(word)
                continue
            }
            let fits = begun.count + 1 + word.count <= widthInCells
            if fits || begun.allSatisfy({ $0 == " " }) {
                current = begun + " " + word
            } else {
                lines.append(begun)
                current = indentation + word
            }
        }
        return lines + [current ?? ""]
    }
}
