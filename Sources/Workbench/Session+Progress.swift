import Inference
import Synchronization

extension Session {
    /// Does something long: what it reports to its control is shown under a label, unless it is done in a moment.
    ///
    /// Ctrl-C cancels the control.
    func reporting<Result>(_ label: String, _ body: (RunControl) throws -> Result) rethrows -> Result {
        let report = ProgressReport(label: label, output: output)
        defer { report.finish() }
        return try body(control.reporting { report.show($0) })
    }
}

/// Passes on how far something is: not in the first moment, and no more than some times a second.
private final class ProgressReport: Sendable {
    private let label: String
    private let output: @Sendable (Output) -> Void
    private let next: Mutex<ContinuousClock.Instant>
    private let isShown = Atomic<Bool>(false)

    private static let patience = Duration.milliseconds(300)
    private static let interval = Duration.milliseconds(100)

    init(label: String, output: @escaping @Sendable (Output) -> Void) {
        self.label = label
        self.output = output
        next = Mutex(.now + Self.patience)
    }

    func show(_ share: Double) {
        let isDue = next.withLock { next in
            guard .now >= next else { return false }
            next = .now + Self.interval
            return true
        }
        guard isDue else { return }
        isShown.store(true, ordering: .relaxed)
        output(.progress(Progress(label: label, share: share)))
    }

    func finish() {
        guard isShown.load(ordering: .relaxed) else { return }
        output(.progress(Progress(label: label, share: 1, isFinished: true)))
    }
}
