import Glibc

/// Keeps figures that replace one another at the rate at which the terminal draws them.
///
/// After each it asks the terminal whether it is well (DSR), which is answered when everything before has been drawn; until then no
/// other is due. So nothing piles up, not on slow lines either. A terminal that does not answer gets a quarter of the time.
/// The terminal does not echo meanwhile, and what is typed is kept. Belongs to one thread at a time.
///
/// Source: ECMA-48, 8.3.35 (device status report).
package final class FramePacer {
    private let descriptor: Int32
    private let quieting: QuietTerminal
    private var splitter = ControlSequenceSplitter()
    private var asked: MonotonicTime?
    private var isAnswering = true
    private var begin = MonotonicTime.now
    private var rest = 0
    /// What was typed meanwhile.
    private var typed: [UInt8] = []

    private static let question = Array("\u{1B}[5n".utf8)
    private static let answer = Array("0n".utf8)
    /// How long an answer is waited for, in milliseconds.
    private static let patience = 2000
    /// At most so many milliseconds between frames where the terminal says when it is done.
    private static let shortestRest = 40

    /// Nil where the terminal cannot be asked: not open for reading, or this process is in the background.
    package init?(terminal descriptor: Int32) {
        guard fcntl(descriptor, F_GETFL) & O_ACCMODE == O_RDWR else { return nil }
        let foreground = tcgetpgrp(descriptor)
        guard foreground < 0 || foreground == getpgrp(), let quieting = QuietTerminal(descriptor) else { return nil }
        self.descriptor = descriptor
        self.quieting = quieting
        quieting.remainQuiet { [quieting] in quieting.restore() }
    }

    /// Whether the terminal has drawn the frame before and had a rest.
    package var isDue: Bool {
        read(for: 0)
        if let asked {
            guard asked.elapsedMilliseconds > Self.patience else { return false }
            self.asked = nil
            isAnswering = false
        }
        return begin.elapsedMilliseconds >= rest
    }

    /// To be called before a frame is written.
    package func beginFrame() {
        begin = .now
    }

    /// To be called when a frame has been written.
    package func endFrame() {
        let spent = begin.elapsedMilliseconds
        rest = isAnswering ? Self.shortestRest : max(spent * 4, Self.shortestRest * 2)
        guard isAnswering, TerminalOutput.write(Self.question, to: descriptor, within: Self.patience) else { return }
        asked = .now
    }

    /// Waits for an answer that is still to come, and gives the terminal back as it was; returns what was typed meanwhile.
    package func end() -> [UInt8] {
        while let asked, asked.elapsedMilliseconds <= Self.patience {
            if !read(for: Self.patience - asked.elapsedMilliseconds) { break }
        }
        quieting.restore()
        return typed
    }

    /// Takes what comes within so many milliseconds; false if nothing does.
    @discardableResult
    private func read(for milliseconds: Int) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Int32(max(milliseconds, 0))) > 0, waiting.revents & Int16(POLLIN) != 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return false }
        for byte in buffer[..<count] {
            guard let token = splitter.feed(byte) else { continue }
            if token == .control(Self.answer) {
                asked = nil
            } else {
                typed.append(contentsOf: token.bytes.prefix(max(TerminalAnswers.longestTyping - typed.count, 0)))
            }
        }
        return true
    }
}
