import Synchronization

/// What one step of a run took.
package struct StepTiming: Sendable {
    /// The node whose operator ran; what was folded into it was computed with it.
    package let name: String
    package let operatorName: String
    /// The value that it made, the last of what was folded in.
    package let output: String
    package let multiplyAdds: Int
    /// Bytes of what it reads and makes, each counted once: the least that must come from memory and go there where no cache helps.
    package let byteCount: Int
    package let algorithm: Algorithm
    /// Whether it was measured that this is the fastest way.
    package let isTuned: Bool
    package let duration: Duration

    /// What computes a step.
    package enum Algorithm: String, Sendable {
        /// Kernels for blocked maps: sums as they are defined.
        case blocks
        /// The same for several operations one after another, by bands of rows.
        case bands
        /// Those that compute tiles of outputs together, with fewer multiplications.
        case tiles
        /// The operator's own loops, and OpenBLAS.
        case plain
    }
}

/// Notes what the steps of runs take, for whoever hands it in.
package final class StepRecorder: Sendable {
    private let recorded = Mutex<[StepTiming]>([])

    package init() {}

    /// The steps so far, in the order in which they ran.
    package var steps: [StepTiming] { recorded.withLock { $0 } }

    /// - Parameter byteCount: of what the step reads and makes.
    func add(_ step: PreparedPlan.Step, byteCount: Int, since start: ContinuousClock.Instant, in context: RunContext) {
        let end = ContinuousClock.now
        let timing = StepTiming(
            name: step.operation.name, operatorName: type(of: step.operation.implementation).name,
            output: step.operation.outputs.first ?? "",
            multiplyAdds: step.operation.multiplyAdds, byteCount: byteCount,
            algorithm: step.blocked?.kernel.algorithm(in: context) ?? .plain,
            isTuned: step.blocked?.kernel.isTuned ?? false, duration: end - start)
        recorded.withLock { $0.append(timing) }
    }
}
