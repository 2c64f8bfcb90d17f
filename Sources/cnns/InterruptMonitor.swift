import Glibc

/// Turns signals into calls on a thread of its own, where anything may be done.
///
/// Ctrl-C stops what is running; being told to end leaves the terminal as it was found.
enum InterruptMonitor {
    /// Starts watching. May be called once.
    ///
    /// - Parameter interrupt: Called for every SIGINT.
    static func start(interrupt: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (signalSource, signalSink) = (ends[0], ends[1])
        TerminalGuard.start()
        signalHandler = interrupt
        var thread = pthread_t()
        pthread_create(&thread, nil, { _ in InterruptMonitor.watch() }, nil)
        for number in [SIGINT, SIGTERM, SIGHUP] { handle(number) }
    }

    /// A signal that is ignored, as `nohup` has it, stays so.
    private static func handle(_ number: Int32) {
        var action = sigaction()
        sigaction(number, nil, &action)
        if unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1 { return }
        action.__sigaction_handler.sa_handler = { number in
            let code = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(signalSink, &byte, 1)
            errno = code
        }
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
    }

    private static func watch() -> UnsafeMutableRawPointer? {
        var number: UInt8 = 0
        while true {
            let count = read(signalSource, &number, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1 else { return nil }
            if Int32(number) == SIGINT { signalHandler?() } else { end(by: Int32(number)) }
        }
    }

    private static func end(by number: Int32) {
        TerminalGuard.restore()
        signal(number, SIG_DFL)
        kill(getpid(), number)
    }
}

// What the handler and the watching thread need. Set once, before either runs.
nonisolated(unsafe) private var signalSource: Int32 = -1
nonisolated(unsafe) private var signalSink: Int32 = -1
nonisolated(unsafe) private var signalHandler: (@Sendable () -> Void)?
