extension Diagnostic {
    /// How a diagnostic begins.
    package enum Style: Sendable {
        /// `error: …`, then ` --> session:3:7`: for the prompt and notebooks.
        case arrow
        /// `lab.cnns:3:7: error: …`: for standard error, as compilers have it.
        case prefix
    }

    /// Columns of the source line that are shown at most.
    private static var lineWindow: Int { 100 }

    /// The diagnostic in words, with the line, a caret under the words meant, and the help.
    ///
    /// Control characters of the source are shown as `·`, so that no escape sequence reaches a terminal.
    package func rendered(_ style: Style = .arrow) -> String {
        guard let source, let range else {
            let place = fileName.map { "\(Self.printable($0)): " } ?? ""
            return ([place + headline] + (help.map { ["  = help: \(Self.printable($0))"] } ?? [])).joined(separator: "\n")
        }
        let (line, column) = source.position(of: range.start)
        let place = "\(Self.printable(source.name)):\(line):\(column)"
        let margin = String(repeating: " ", count: String(line).count)
        var lines = style == .arrow ? [headline, "\(margin)--> \(place)"] : ["\(place): \(headline)"]
        let (text, caret) = excerpt(of: source, range)
        lines += ["\(margin) |", "\(line) | \(text)", "\(margin) | \(caret)"]
        if let help { lines.append("\(margin) = help: \(Self.printable(help))") }
        return lines.joined(separator: "\n")
    }

    private var headline: String { "\(severity.rawValue): \(Self.printable(message))" }

    /// The source line and the carets under the range, cut to a window where the line is long.
    private func excerpt(of source: SourceText, _ range: SourceRange) -> (text: String, caret: String) {
        let line = source.lineRange(at: range.start)
        let before = Array(Self.printable(source[SourceRange(line.start, range.start)]))
        let end = min(max(range.end, range.start), line.end)
        let meant = Array(Self.printable(source[SourceRange(range.start, end)]))
        let after = Array(Self.printable(source[SourceRange(max(end, range.start), line.end)]))
        let shownBefore = before.suffix(Self.lineWindow / 2)
        let shownMeant = meant.prefix(Self.lineWindow / 2)
        let shownAfter = after.prefix(max(0, Self.lineWindow - shownBefore.count - shownMeant.count))
        let head = (shownBefore.count < before.count ? "…" : "") + String(shownBefore)
        let cut = shownMeant.count < meant.count
        let text = head + String(shownMeant) + (cut ? "…" : String(shownAfter) + (shownAfter.count < after.count ? "…" : ""))
        let blanks = head.map { Self.cellWidth(of: $0) }.reduce(0, +)
        let carets = shownMeant.map { Self.cellWidth(of: $0) }.reduce(0, +)
        return (text, String(repeating: " ", count: blanks) + String(repeating: "^", count: max(1, carets)))
    }

    /// The text with tabs as blanks and control characters as `·`.
    private static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
        var printable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { printable.append(scalar == "\t" ? " " : isControl(scalar) ? "·" : scalar) }
        return String(printable)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: scalar != "\u{200D}"
        default: false
        }
    }

    /// Terminal cells that a character takes: 2 for East Asian wide ones and emoji, else 1.
    private static func cellWidth(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
