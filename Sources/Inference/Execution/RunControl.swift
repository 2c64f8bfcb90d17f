import Synchronization

/// The other end of a run: stops it, and hears how far it is.
///
/// Controls that were made from one another share one switch: to cancel one is to cancel all.
package final class RunControl: Sendable {
    private final class Switch: Sendable {
        let isOn = Atomic<Bool>(false)
    }

    private let cancellation: Switch
    /// Called with the share of the work done, `0...1`.
    private let progress: (@Sendable (Double) -> Void)?

    package convenience init(progress: (@Sendable (Double) -> Void)? = nil) {
        self.init(cancellation: Switch(), progress: progress)
    }

    private init(cancellation: Switch, progress: (@Sendable (Double) -> Void)?) {
        self.cancellation = cancellation
        self.progress = progress
    }

    package func cancel() { cancellation.isOn.store(true, ordering: .relaxed) }
    package var isCancelled: Bool { cancellation.isOn.load(ordering: .relaxed) }

    package func report(_ share: Double) { progress?(share) }

    /// Throws ``RunCancelled`` once somebody called ``cancel()``.
    package func checkCancellation() throws(RunCancelled) {
        if isCancelled { throw RunCancelled() }
    }

    /// The same switch, with another listener.
    package func reporting(_ progress: @escaping @Sendable (Double) -> Void) -> RunControl {
        RunControl(cancellation: cancellation, progress: progress)
    }

    /// The same switch for a part of the work, whose share of the whole somebody else reports.
    package var withoutProgress: RunControl { RunControl(cancellation: cancellation, progress: nil) }
}

/// A run was stopped before it had its result.
package struct RunCancelled: Error {
    package init() {}
}
