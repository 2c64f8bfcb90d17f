import Glibc

/// The few things the editor writes to the terminal beside libedit.
final class ScreenControl {
    /// False on a terminal that would show escape sequences as rubbish.
    let understandsEscapes: Bool
    private(set) var widthInCells = 80

    init() {
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        understandsEscapes = !["", "dumb", "unknown", "linux"].contains(name)
        measure()
    }

    /// Asks the terminal for its width.
    func measure() {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 { widthInCells = Int(size.ws_col) }
    }

    func beginEditing() {
        measure()
        if understandsEscapes { write("\u{1B}[?2004h") }
    }

    func endEditing() {
        if understandsEscapes { write("\u{1B}[?2004l") }
    }

    /// Leaves the line as it is, with the mark that a shell leaves.
    func showInterrupt() {
        write(understandsEscapes ? "^C\u{1B}[J\r\n" : "^C\r\n")
    }

    /// Takes the line the cursor is in off the screen, with all below it.
    func clearLine() {
        write(understandsEscapes ? "\r\u{1B}[J" : "\r\n")
    }

    /// Writes lines under the one being edited.
    func showBelow(_ lines: [String]) {
        write((understandsEscapes ? "\r\n\u{1B}[J" : "\r\n") + lines.joined(separator: "\r\n") + "\r\n")
    }

    func write(_ text: String) {
        fflush(nil)
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
