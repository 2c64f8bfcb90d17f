import Tensors

/// What an operator may use while it runs: threads, and the word that it should stop.
package struct RunContext: Sendable {
    /// How many threads share the work.
    package let threadCount: Int
    package let control: RunControl
    /// What computes products of matrices and convolutions.
    package let kernels: KernelChoice
    /// Whether whole maps may be convolved by tiles, whose numbers' last digits depend on all that lies under the tile.
    package let usesWinograd: Bool
    /// Who wants to know what the steps take.
    let recorder: StepRecorder?

    package init(
        threadCount: Int = 1, control: RunControl = RunControl(), kernels: KernelChoice = .auto, usesWinograd: Bool = false,
        recorder: StepRecorder? = nil
    ) {
        self.recorder = recorder
        self.threadCount = max(1, threadCount)
        self.control = control
        self.kernels = kernels
        self.usesWinograd = usesWinograd && kernels.usesBlocks
    }

    /// Whether maps pass through kernels of our own in blocks.
    var usesBlocks: Bool { kernels.usesBlocks }

    /// The same, for a part of the work whose share of the whole somebody else reports.
    var withoutProgress: RunContext {
        RunContext(
            threadCount: threadCount, control: control.withoutProgress, kernels: kernels, usesWinograd: usesWinograd)
    }

    /// Runs `body` for consecutive ranges that together are `0..<count`, one a thread.
    ///
    /// A thread gets at least `grain` items, so that small work stays on the calling thread.
    package func parallel(_ count: Int, grain: Int = 1, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = min(threadCount, max(1, count / max(1, grain)))
        guard parts > 1 else { return kernels.products { body(0..<count) } }
        WorkerPool.shared.run(parts) { part in
            kernels.products { body(count * part / parts..<count * (part + 1) / parts) }
        }
    }

    /// Runs `body` for consecutive ranges that together are `0..<count`: every thread has a share, and helps the others when it is through.
    ///
    /// - Parameters:
    ///   - grain: the fewest items that a thread gets, so that small work stays on the calling thread.
    ///   - piece: about how many items a range has, if there are many.
    package func shared(_ count: Int, grain: Int, piece: Int, _ body: @Sendable (Range<Int>) -> Void) {
        shared(count, grain: grain, piece: piece, keeping: { _ in }) { _, range in body(range) }
    }

    /// The same with something that a thread keeps from one range to the next, made by each when it starts, from its number below
    /// ``threadCount``.
    func shared<Kept>(
        _ count: Int, grain: Int, piece: Int, keeping start: @Sendable (Int) -> Kept, _ body: @Sendable (inout Kept, Range<Int>) -> Void
    ) {
        let threads = min(threadCount, max(1, count / max(1, grain)))
        guard threads > 1 else {
            var kept = start(0)
            return kernels.products { body(&kept, 0..<count) }
        }
        let pieceCount = threads * min(Self.mostPieces, max(1, count / (threads * max(1, piece))))
        WorkerPool.shared.share(pieceCount, among: threads, keeping: start) { kept, index in
            kernels.products { body(&kept, count * index / pieceCount..<count * (index + 1) / pieceCount) }
        }
    }

    /// Pieces of one thread's share.
    private static let mostPieces = 8
}
