import Glibc
import Synchronization
import Workbench

/// What Ctrl-C does while scripts run: the first asks the command to stop, the second does not wait for it.
final class InterruptWatch: Sendable {
    private let count = Atomic<Int>(0)
    private let running = Mutex<Interruption?>(nil)

    var isInterrupted: Bool { count.load(ordering: .relaxed) > 0 }

    /// Says what is to be stopped from now on.
    func follow(_ interruption: Interruption) {
        running.withLock { $0 = interruption }
    }

    /// Called on the thread that watches signals.
    func interrupt() {
        if count.wrappingAdd(1, ordering: .relaxed).newValue > 1 { exit(128 + SIGINT) }
        running.withLock { $0?.cancel() }
    }

    /// The same where what is stopped is not the end: at a presentation.
    func stopStatement() {
        running.withLock { $0?.cancel() }
    }
}
