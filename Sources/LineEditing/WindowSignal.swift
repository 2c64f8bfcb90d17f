import Glibc

/// The signal that the window's size changed, as something that can be waited for together with the keyboard.
///
/// A handler alone would not do: a signal that comes just before the wait would not end it.
enum WindowSignal {
    /// Starts watching; the descriptor can be read when the size has changed. -1 when there is none to be had.
    static func start() -> Int32 {
        if source >= 0 { return source }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return -1 }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (source, sink) = (ends[0], ends[1])
        signal(SIGWINCH) { _ in
            let code = errno
            var byte: UInt8 = 0
            _ = write(sink, &byte, 1)
            errno = code
        }
        return source
    }
}

// What the signal handler needs. Set once, by the thread that edits lines.
nonisolated(unsafe) private var source: Int32 = -1
nonisolated(unsafe) private var sink: Int32 = -1
