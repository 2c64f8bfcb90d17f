import Glibc
import LineEditing
import Workbench

/// The last line of the screen while something takes long: a label, a bar, and how far it is.
struct ProgressLine {
    private let stream = StandardStream.error
    private let isShown: Bool
    private let widthInCells: Int
    private var current = ""
    private var label = ""
    private var remaining: RemainingTime?

    /// - Parameter isShown: False where escape sequences would do harm; then nothing is ever written.
    init(isShown: Bool, widthInCells: Int) {
        self.isShown = isShown
        self.widthInCells = widthInCells
    }

    /// Draws the state, or takes the line away when there is nothing more to come.
    mutating func show(_ progress: Progress) {
        guard isShown else { return }
        if progress.isFinished { return erase() }
        let line = DisplayWidth.cut(Self.line(progress, timeLeft: timeLeft(progress)), toCells: widthInCells - 1)
        guard line != current else { return }
        current = line
        stream.write("\r\(line)\u{1B}[K")
    }

    /// Must come before anything else is written to the screen.
    mutating func erase() {
        label = ""
        guard !current.isEmpty else { return }
        current = ""
        stream.write("\r\u{1B}[K")
    }

    private mutating func timeLeft(_ progress: Progress) -> String {
        guard let share = progress.share, share.isFinite else { return "" }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let seconds = Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
        if progress.label != label || remaining == nil {
            (label, remaining) = (progress.label, RemainingTime(share: share, at: seconds))
        }
        return remaining?.seconds(share: share, at: seconds).map(RemainingTime.words) ?? ""
    }

    /// `downloading digits ━━━━━━━━━━────────── 50 % 3.2 of 6.4 MB, 12 s left`
    static func line(_ progress: Progress, timeLeft: String = "") -> String {
        var words = [PrintableText.of(progress.label)]
        if let share = progress.share {
            let clipped = share.isFinite ? min(max(share, 0), 1) : 0
            let filled = Int(clipped * 20)
            words.append(String(repeating: "━", count: filled) + String(repeating: "─", count: 20 - filled))
            words.append("\(Int(clipped * 100)) %")
        }
        let details = [PrintableText.of(progress.detail), timeLeft].filter { !$0.isEmpty }
        if !details.isEmpty { words.append(details.joined(separator: ", ")) }
        return words.joined(separator: " ")
    }
}
