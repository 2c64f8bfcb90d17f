import LineEditing
import Workbench

/// The last line of the screen while something takes long: a label, a bar, and how far it is.
struct ProgressLine {
    private let stream = StandardStream.error
    private let isShown: Bool
    private let widthInCells: Int
    private var current = ""

    /// - Parameter isShown: False where escape sequences would do harm; then nothing is ever written.
    init(isShown: Bool, widthInCells: Int) {
        self.isShown = isShown
        self.widthInCells = widthInCells
    }

    /// Draws the state, or takes the line away when there is nothing more to come.
    mutating func show(_ progress: Progress) {
        guard isShown else { return }
        if progress.isFinished { return erase() }
        let line = DisplayWidth.cut(Self.line(progress), toCells: widthInCells - 1)
        guard line != current else { return }
        current = line
        stream.write("\r\(line)\u{1B}[K")
    }

    /// Must come before anything else is written to the screen.
    mutating func erase() {
        guard !current.isEmpty else { return }
        current = ""
        stream.write("\r\u{1B}[K")
    }

    /// `downloading digits ━━━━━━━━━━────────── 50 % 3.2 of 6.4 MB`
    static func line(_ progress: Progress) -> String {
        var words = [PrintableText.of(progress.label)]
        if let share = progress.share {
            let clipped = share.isFinite ? min(max(share, 0), 1) : 0
            let filled = Int(clipped * 20)
            words.append(String(repeating: "━", count: filled) + String(repeating: "─", count: 20 - filled))
            words.append("\(Int(clipped * 100)) %")
        }
        if !progress.detail.isEmpty { words.append(PrintableText.of(progress.detail)) }
        return words.joined(separator: " ")
    }
}
