import Glibc

/// Signals that matter while a line is edited, as something that can be waited for together with the keyboard.
///
/// A handler alone would not do: a signal that comes just before the wait would not end it.
enum TerminalSignals {
    /// Starts watching the window's size; the descriptor yields the numbers of signals as bytes. -1 when there is none to be had.
    static func start() -> Int32 {
        if source >= 0 { return source }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return -1 }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (source, sink) = (ends[0], ends[1])
        signal(SIGWINCH, handler)
        return source
    }

    /// While keys are read one by one the terminal's modes must be put back before the program stops, and be set again when it goes on.
    ///
    /// A signal that was ignored stays so: a shell without job control has it like that.
    static func watchStopping() {
        guard sink >= 0 else { return }
        for number in [SIGTSTP, SIGCONT] {
            var action = sigaction()
            sigaction(number, nil, &action)
            if unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) != ignored { signal(number, handler) }
        }
    }

    /// The program stops by itself again.
    static func unwatchStopping() {
        for number in [SIGTSTP, SIGCONT] {
            var action = sigaction()
            sigaction(number, nil, &action)
            if unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) != ignored { signal(number, SIG_DFL) }
        }
    }

    private static let ignored = 1

    private static let handler: @convention(c) (Int32) -> Void = { number in
        let code = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(sink, &byte, 1)
        errno = code
    }
}

// What the signal handler needs. Set once, by the thread that edits lines.
nonisolated(unsafe) private var source: Int32 = -1
nonisolated(unsafe) private var sink: Int32 = -1
