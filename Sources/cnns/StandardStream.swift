import Glibc
import TerminalGraphics

/// Standard output or standard error, written at once and whole.
struct StandardStream: Sendable {
    let descriptor: Int32

    static let output = StandardStream(descriptor: STDOUT_FILENO)
    static let error = StandardStream(descriptor: STDERR_FILENO)

    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Ends the program quietly when nobody reads on, as `| head` does.
    func write(_ text: String) {
        finishIfClosed(TerminalOutput.write(Array(text.utf8), to: descriptor))
    }

    /// The same for what was written elsewhere: `isOpen` is whether it was taken.
    func finishIfClosed(_ isOpen: Bool) {
        if !isOpen && errno == EPIPE { exit(128 + SIGPIPE) }
    }
}
