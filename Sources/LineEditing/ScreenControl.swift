import Glibc

/// What the editor knows of the terminal, and the way to write to it beside libedit.
final class ScreenControl {
    /// False on a terminal that would show escape sequences as rubbish.
    let understandsEscapes: Bool
    /// Whether text may be colored: not where `NO_COLOR` is set.
    let isInColor: Bool
    /// Whether prompts and results can be marked for the terminal to jump between, which most that do not know of it ignore.
    ///
    /// Source: FinalTerm's semantic prompts, OSC 133.
    let takesMarks: Bool
    private(set) var heightInCells = 24
    private(set) var widthInCells = 80

    init() {
        let name = Self.variable("TERM")
        understandsEscapes = !["", "dumb", "unknown"].contains(name)
        isInColor = understandsEscapes && Self.variable("NO_COLOR").isEmpty
        // The Linux console and GNU screen take an unknown OSC for something else.
        takesMarks = understandsEscapes && name != "linux" && !name.hasPrefix("screen")
        measure()
    }

    /// Asks the terminal for its size.
    func measure() {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return }
        if size.ws_col > 1 { widthInCells = Int(size.ws_col) }
        if size.ws_row > 1 { heightInCells = Int(size.ws_row) }
    }

    func beginEditing() {
        measure()
        if understandsEscapes { write("\u{1B}[?2004h") }
    }

    func endEditing() {
        if understandsEscapes { write("\u{1B}[?2004l") }
    }

    func write(_ text: String) {
        guard !text.isEmpty else { return }
        fflush(nil)
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
}
