import Inference
import Synchronization

/// The way to stop what a session is doing, from any thread.
package final class Interruption: Sendable {
    private let current = Mutex(RunControl())

    /// The switch of what is running now.
    package var control: RunControl { current.withLock { $0 } }

    package func cancel() { control.cancel() }

    /// Forgets an earlier interruption.
    package func renew() { current.withLock { $0 = RunControl() } }
}
