import Synchronization
import Tensors

extension VariantEvaluation {
    /// Runs variants `0..<count` in batches, every thread its own, until all are done or the run is cancelled.
    ///
    /// - Parameters:
    ///   - batchCount: variants that go through the network together.
    ///   - batch: makes the variants of a range; never called on two threads at once, and in order.
    ///   - receive: gets what a range yielded; never called on two threads at once, and in order.
    /// - Returns: how many variants were received: the first ones.
    /// - Throws: `RunError`, and whatever `batch` and `receive` throw.
    package func runBatches(
        of batchCount: Int, count: Int, control: RunControl, batch: (Range<Int>) throws -> VariantBatch,
        receive: (Range<Int>, VariantRun) throws -> Void
    ) throws -> Int {
        let size = max(1, min(batchCount, (count + engine.threadCount - 1) / engine.threadCount))
        let queue = BatchQueue(count: count, size: size, threadCount: engine.threadCount)
        nonisolated(unsafe) let (make, deliver) = (batch, receive)
        RunContext(threadCount: engine.threadCount, kernels: engine.kernels).parallel(engine.threadCount) { threads in
            do {
                while !control.isCancelled, let (range, variants) = try queue.next({ try make($0) }) {
                    let run = try run(variants, control: control.withoutProgress)
                    try queue.finish(range, run) { try deliver($0, $1) }
                    // Listeners are called on the thread that waits for the result.
                    if threads.lowerBound == 0 { control.report(queue.share) }
                }
            } catch is RunCancelled {
            } catch {
                queue.stop(error)
            }
        }
        return try queue.result()
    }
}

/// Hands out ranges of variants, and puts what they yielded back in order.
private final class BatchQueue: Sendable {
    private struct State {
        var handedOut = 0
        var received = 0
        /// What came before its turn, by the start of its range.
        var waiting: [Int: (Range<Int>, VariantRun)] = [:]
        var error: (any Error)?
    }

    private let count: Int
    private let size: Int
    private let threadCount: Int
    private let state = Mutex(State())

    init(count: Int, size: Int, threadCount: Int) {
        self.count = count
        self.size = size
        self.threadCount = threadCount
    }

    /// The next range with its variants; `nil` once nothing is left or something failed.
    func next(_ make: (Range<Int>) throws -> VariantBatch) throws -> (Range<Int>, VariantBatch)? {
        try state.withLock { state in
            guard state.handedOut < count, state.error == nil else { return nil }
            // Smaller ones towards the end, so that all threads finish together.
            let share = (count - state.handedOut + 2 * threadCount - 1) / (2 * threadCount)
            let range = state.handedOut..<state.handedOut + min(size, share)
            state.handedOut = range.upperBound
            return (range, try make(range))
        }
    }

    /// Delivers what is next in order.
    func finish(_ range: Range<Int>, _ run: VariantRun, _ deliver: (Range<Int>, VariantRun) throws -> Void) throws {
        try state.withLock { state in
            state.waiting[range.lowerBound] = (range, run)
            while let next = state.waiting.removeValue(forKey: state.received) {
                try deliver(next.0, next.1)
                state.received = next.0.upperBound
            }
        }
    }

    func stop(_ error: any Error) { state.withLock { $0.error = $0.error ?? error } }

    var share: Double { state.withLock { Double($0.received) / Double(max(1, count)) } }

    func result() throws -> Int {
        try state.withLock { state in
            if let error = state.error { throw error }
            return state.received
        }
    }
}
