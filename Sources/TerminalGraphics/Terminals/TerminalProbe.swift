import Glibc

/// Asks the terminal what it can do: writes `TerminalQuery` and reads the answers, with echo off.
///
/// If the answers are not there in time the terminal stays quiet, without echo, until `settle` has read them too, so that none of
/// them ends up on the screen or in whatever reads the terminal next. At exit and on a deadly signal that happens by itself.
/// Not to be used while something else reads the terminal.
package final class TerminalProbe {
    /// The terminal's file descriptor.
    private let descriptor: Int32
    private let begin: MonotonicTime
    private var quieting: QuietTerminal?
    /// The memory that the terminal was asked to read.
    private let sharedName: String?
    /// What has come so far.
    package private(set) var answers = TerminalAnswers()

    /// How long the answers are waited for at first, in milliseconds.
    package static let timeLimit = 250
    /// How long after the question late answers may come, in milliseconds.
    package static let patience = 1000

    /// The first terminal among standard output, error and input; nil if there is none.
    package static var terminalDescriptor: Int32? {
        [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO].first { isatty($0) == 1 }
    }

    /// Asks, and waits for the answers up to the time limit. Nil if the terminal cannot be asked: it is not open for reading and writing,
    /// this process is in the background, or the terminal is known not to answer.
    package init?(descriptor: Int32, environment: [String: String]) {
        let terminal = TerminalTable.terminal(environment: environment, version: nil)
        guard terminal?.answers ?? true, environment["TERM"]?.isEmpty == false else { return nil }
        guard fcntl(descriptor, F_GETFL) & O_ACCMODE == O_RDWR else { return nil }
        let foreground = tcgetpgrp(descriptor)
        guard foreground < 0 || foreground == getpgrp() else { return nil }
        guard let quieting = QuietTerminal(descriptor) else { return nil }
        self.descriptor = descriptor
        self.quieting = quieting
        begin = .now
        let asksKitty = !(terminal?.garblesKittyQuery ?? false)
        sharedName = asksKitty ? SharedMemory.hold([0, 0, 0]) : nil
        let query = TerminalQuery.bytes(asksKitty: asksKitty, sharedMemory: sharedName)
        let isAsked = TerminalOutput.write(query, to: descriptor, within: Self.timeLimit)
        if isAsked { read(until: Self.timeLimit) }
        if isAsked, !answers.isComplete {
            quieting.remainQuiet { [self] in settle() }
        } else {
            restore()
        }
    }

    /// Whether answers may still come.
    package var isOutstanding: Bool { quieting != nil }

    /// Reads what is still to come, for a second after the question at most, and gives the terminal back as it was.
    package func settle() {
        guard isOutstanding else { return }
        read(until: Self.patience)
        restore()
    }

    private func restore() {
        if let sharedName { SharedMemory.remove(sharedName) }
        quieting?.restore()
        quieting = nil
        // Ctrl-C was only a byte while the question was open.
        if answers.typed.contains(0x03) { kill(getpid(), SIGINT) }
    }

    /// Feeds the answers with what comes until they are complete or so many milliseconds have passed since the question.
    private func read(until limit: Int) {
        var buffer = [UInt8](repeating: 0, count: 1024)
        var byteCount = 0
        while !answers.isComplete, byteCount < Self.longestInput {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(max(limit - begin.elapsedMilliseconds, 0)))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0, waiting.revents & Int16(POLLIN) != 0 else { return }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            answers.feed(buffer[..<count])
            byteCount += count
        }
    }

    /// Input without a last answer that is given up on.
    private static let longestInput = 1 << 16
}

/// A moment of the clock that is never set.
struct MonotonicTime {
    private let nanoseconds: Int64

    static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Since this moment.
    var elapsedMilliseconds: Int {
        Int((MonotonicTime.now.nanoseconds - nanoseconds) / 1_000_000)
    }
}
