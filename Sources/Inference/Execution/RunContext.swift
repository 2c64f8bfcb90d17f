import Synchronization
import Tensors

/// What an operator may use while it runs: threads, and the word that it should stop.
package struct RunContext: Sendable {
    /// How many threads share the work.
    package let threadCount: Int
    package let control: RunControl

    package init(threadCount: Int = 1, control: RunControl = RunControl()) {
        self.threadCount = max(1, threadCount)
        self.control = control
    }

    /// Runs `body` for consecutive ranges that together are `0..<count`, one a thread.
    ///
    /// A thread gets at least `grain` items, so that small work stays on the calling thread.
    package func parallel(_ count: Int, grain: Int = 1, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = min(threadCount, max(1, count / max(1, grain)))
        guard parts > 1 else { return body(0..<count) }
        WorkerPool.shared.run(parts) { part in
            body(count * part / parts..<count * (part + 1) / parts)
        }
    }
}

/// The other end of a run: stops it, and hears how far it is.
package final class RunControl: Sendable {
    private let cancelled = Atomic<Bool>(false)
    /// Called between steps with the share of the work done, `0...1`.
    private let progress: (@Sendable (Double) -> Void)?

    package init(progress: (@Sendable (Double) -> Void)? = nil) {
        self.progress = progress
    }

    package func cancel() { cancelled.store(true, ordering: .relaxed) }
    package var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    package func report(_ share: Double) { progress?(share) }

    /// Throws ``RunCancelled`` once somebody called ``cancel()``.
    package func checkCancellation() throws(RunCancelled) {
        if isCancelled { throw RunCancelled() }
    }
}

/// A run was stopped before it had its result.
package struct RunCancelled: Error {}
