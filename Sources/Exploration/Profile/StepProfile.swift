import CKernels
import Inference
import Tensors

/// What the steps of a network's run take, each at its fastest of some runs, beside what the processor could do.
package struct StepProfile: Sendable {
    /// In the order in which they run.
    package let steps: [StepTiming]
    /// The fastest whole run.
    package let duration: Duration
    package let threadCount: Int
    /// Operations a second that the threads can do in registers: two for each multiplication with its addition.
    package let peak: Double

    /// Bytes a second that the threads can read from memory.
    package let bandwidth: Double

    /// Runs are made until this many, or until they took that long.
    private static let mostRuns = 9
    private static let longestTime = Duration.seconds(2)

    /// Runs a specimen's network up to its scores, nothing cached.
    ///
    /// - Throws: `RunError`, `RunCancelled`.
    package init(_ specimen: Specimen, control: RunControl = RunControl()) throws {
        let engine = Engine(threadCount: specimen.engine.threadCount)
        engine.kernels = specimen.engine.kernels
        engine.tuned = specimen.engine.tuned
        let clock = ContinuousClock()
        let begin = clock.now
        var (fastest, steps) = (Duration.seconds(1 << 30), [StepTiming]())
        // The first run arranges weights and touches memory for the first time.
        for run in 0...Self.mostRuns where run < 2 || clock.now - begin < Self.longestTime {
            let recorder = StepRecorder()
            let start = clock.now
            _ = try engine.run(
                specimen.network, feed: specimen.feed, edits: specimen.edits, wanted: [specimen.logitsName], caching: false,
                control: control.withoutProgress, recorder: recorder)
            let elapsed = clock.now - start
            control.report(Double(run + 1) / Double(Self.mostRuns + 1))
            guard run > 0 else { continue }
            fastest = min(fastest, elapsed)
            let measured = recorder.steps
            steps = steps.count == measured.count ? zip(steps, measured).map { $0.duration <= $1.duration ? $0 : $1 } : measured
        }
        (self.steps, duration, threadCount) = (steps, fastest, engine.threadCount)
        peak = Self.peak(threadCount: engine.threadCount, kernels: engine.kernels)
        bandwidth = Self.bandwidth(threadCount: engine.threadCount)
    }

    /// Multiply-adds of a second, two operations each, and their share of the peak.
    package func rate(of step: StepTiming) -> (operationsPerSecond: Double, share: Double)? {
        let seconds = step.duration / .seconds(1)
        guard step.multiplyAdds > 0, seconds > 0 else { return nil }
        let rate = 2 * Double(step.multiplyAdds) / seconds
        return (rate, rate / peak)
    }

    /// The most operations a second that were seen in some milliseconds of nothing else.
    private static func peak(threadCount: Int, kernels: KernelChoice) -> Double {
        let clock = ContinuousClock()
        let context = RunContext(threadCount: threadCount, kernels: kernels)
        let rounds: Int64 = 500_000
        let operationsOfRound = kernels.products { Double(cnns_multiply_registers(1)) }
        return (0..<5).map { _ in
            let start = clock.now
            context.parallel(threadCount) { _ in _ = cnns_multiply_registers(rounds) }
            return Double(rounds) * operationsOfRound * Double(threadCount) / ((clock.now - start) / .seconds(1))
        }.max() ?? 0
    }

    /// The most bytes a second that were read in a few passes over memory that no cache holds.
    private static func bandwidth(threadCount: Int) -> Double {
        let clock = ContinuousClock()
        let context = RunContext(threadCount: threadCount)
        let memory = TensorStorage(byteCount: bytesOfPass)
        memory.bytes.initializeMemory(as: UInt8.self, repeating: 1)
        return withExtendedLifetime(memory) {
            nonisolated(unsafe) let start = memory.bytes.baseAddress
            return (0..<3).map { _ in
                let begin = clock.now
                context.parallel(bytesOfPass / bytesOfPiece) { pieces in
                    guard let first = start.map({ $0 + pieces.lowerBound * bytesOfPiece }) else { return }
                    _ = cnns_read_memory(first, pieces.count * bytesOfPiece)
                }
                return Double(bytesOfPass) / ((clock.now - begin) / .seconds(1))
            }.max() ?? 0
        }
    }

    /// Several times as much as caches that a core can have for itself hold.
    private static let bytesOfPass = 256 << 20
    private static let bytesOfPiece = 1 << 20
}
