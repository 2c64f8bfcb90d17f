import CKernels
import Glibc
import Synchronization

/// Threads that stand by for their share of an operation.
///
/// Operations follow one another within microseconds, so a worker that has finished spins for a moment before it goes to sleep: waking a
/// sleeping thread takes longer than many a layer. A worker takes part in an operation by entering it. Who has not entered when the
/// caller is through with its own share is not waited for, since another process may have the processor for milliseconds. One caller at a
/// time has the workers; any other, and a share that wants to be shared again, does its work alone.
final class WorkerPool: @unchecked Sendable {
    static let shared = WorkerPool()

    private let isTaken = Atomic<Bool>(false)
    /// The job at hand and who takes part in it; a worker looks for its change.
    private let gate = Atomic<Int>(0)
    private let finishedCount = Atomic<Int>(0)
    private let sleeperCount = Atomic<Int>(0)
    /// How many runs have begun, and how many are under way.
    private let runNumber = Atomic<Int>(0)
    private let runCount = Atomic<Int>(0)
    private let alarm = Alarm()

    // Written by the caller that took the pool, before it publishes a job; read by workers after they entered it.
    private var workers: [pthread_t] = []
    private var workerCount: Int { workers.count }
    /// Where the caller runs, and workers therefore do not.
    private var callersProcessor: Int32 = -1
    private var partCount = 0
    private var body: ((Int) -> Void)?

    /// Some ten microseconds: longer than the next operation of a run takes to come, short enough to be no burden to another process, nor
    /// to the caller, where both have one processor between them.
    private static let spinsBeforeSleep = 500
    /// The same while a run is under way, whose next operation is sure to come.
    private static let spinsWithinRun = 2000
    private static let spinsBeforeYield = 2000

    /// How many pieces of each thread's share somebody has taken.
    private let taken = PieceCounters()

    /// Runs `body` for every part `0..<partCount`, each on a thread of its own where threads can be had.
    func run(_ partCount: Int, _ body: (Int) -> Void) {
        guard partCount > 1, take() else {
            for part in 0..<partCount { body(part) }
            return
        }
        defer { isTaken.store(false, ordering: .releasing) }
        runTaken(partCount, body)
    }

    /// Runs `body` for every piece `0..<pieceCount`. Each thread has a share of them, in order, and when it is through, helps the others;
    /// what `start` makes of its number, it keeps from piece to piece.
    func share<Kept>(_ pieceCount: Int, among threadCount: Int, keeping start: (Int) -> Kept, _ body: (inout Kept, Int) -> Void) {
        let count = min(threadCount, pieceCount, PieceCounters.count)
        guard count > 1, take() else {
            var kept = start(0)
            for piece in 0..<pieceCount { body(&kept, piece) }
            return
        }
        defer { isTaken.store(false, ordering: .releasing) }
        taken.reset(count)
        runTaken(count) { part in
            var kept = start(part)
            for distance in 0..<count {
                let owner = (part + distance) % count
                let share = pieceCount * owner / count..<pieceCount * (owner + 1) / count
                while true {
                    let piece = share.lowerBound + taken.next(of: owner)
                    guard piece < share.upperBound else { break }
                    body(&kept, piece)
                }
            }
        }
    }

    /// Runs `body`, in which many operations follow one another: workers wake up while the first one is made ready, and stay awake longer
    /// between them.
    func withRun<Result>(_ body: () throws -> Result) rethrows -> Result {
        runCount.add(1, ordering: .relaxed)
        defer { runCount.subtract(1, ordering: .relaxed) }
        runNumber.add(1, ordering: .sequentiallyConsistent)
        if sleeperCount.load(ordering: .sequentiallyConsistent) > 0 {
            if take() {
                leaveProcessor()
                isTaken.store(false, ordering: .releasing)
            }
            alarm.ring()
        }
        return try body()
    }

    /// Sees to it that workers have other processors than the caller.
    private func leaveProcessor() {
        let processor = cnns_current_processor()
        guard processor != callersProcessor else { return }
        callersProcessor = processor
        for worker in workers { cnns_keep_off(worker, Int32(workerCount)) }
    }

    private func take() -> Bool { isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged }

    private func runTaken(_ partCount: Int, _ body: (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            while workerCount < partCount - 1, startWorker() { callersProcessor = -1 }
            leaveProcessor()
            self.body = body
            self.partCount = partCount
            finishedCount.store(0, ordering: .relaxed)
            gate.store(Gate.next(after: gate.load(ordering: .relaxed)), ordering: .sequentiallyConsistent)
            if sleeperCount.load(ordering: .sequentiallyConsistent) > 0 { alarm.ring() }
            perform(0)
            for part in min(workerCount + 1, partCount)..<partCount { perform(part) }
            finish()
            self.body = nil
        }
    }

    /// Runs one part and holds on to nothing of the job after it.
    @inline(never)
    private func perform(_ part: Int) { body?(part) }

    /// Waits until nobody works on the job any more. Who has not begun by now, since something else has his processor, is not waited for:
    /// his part is done here.
    private func finish() {
        guard finishedCount.load(ordering: .acquiring) < workerCount else { return }
        var expected = workerCount
        if workerCount <= Gate.mostWorkers {
            let entered = gate.bitwiseOr(Gate.closed, ordering: .acquiringAndReleasing).oldValue
            expected = Gate.workers(entered)
            for part in 1..<max(1, partCount) where part <= workerCount && !Gate.has(entered, worker: part) { perform(part) }
        }
        Self.spin { finishedCount.load(ordering: .acquiring) >= expected }
    }

    /// Waits for another thread that is about to write; lets others have the processor after a while.
    private static func spin(until isReached: () -> Bool) {
        var spins = 0
        while !isReached() {
            spins += 1
            if spins % spinsBeforeYield == 0 { sched_yield() } else { cnns_pause() }
        }
    }

    /// The number of a job, and who takes part in it, in one word.
    private enum Gate {
        /// Workers with a bit of their own; with more, all of them are waited for.
        static let mostWorkers = 30
        /// Nobody enters any more.
        static let closed = 1 << 31
        private static let job = 1 << 32

        static func next(after word: Int) -> Int { (word & -job) &+ job }
        static func job(_ word: Int) -> Int { word >> 32 }
        static func has(_ word: Int, worker: Int) -> Bool { word & 1 << worker != 0 }
        static func workers(_ word: Int) -> Int { (word & (closed - 1)).nonzeroBitCount }
    }
}

// MARK: - Workers

extension WorkerPool {
    private final class Start {
        let pool: WorkerPool
        let part: Int
        let job: Int

        init(pool: WorkerPool, part: Int, job: Int) {
            self.pool = pool
            self.part = part
            self.job = job
        }
    }

    /// Starts the next worker, deaf to signals, which are the main thread's; `false` where the system gives no thread.
    private func startWorker() -> Bool {
        let start = Unmanaged.passRetained(
            Start(pool: self, part: workerCount + 1, job: Gate.job(gate.load(ordering: .relaxed))))
        var (all, previous) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                start.pool.work(part: start.part, after: start.job)
            }, start.toOpaque())
        guard status == 0 else {
            start.release()
            return false
        }
        pthread_detach(thread)
        workers.append(thread)
        return true
    }

    private func work(part: Int, after job: Int) -> Never {
        var seen = job
        while true {
            seen = nextJob(after: seen)
            guard enter(seen, as: part) else { continue }
            if part < partCount { perform(part) }
            finishedCount.add(1, ordering: .releasing)
        }
    }

    /// Takes part in a job, unless it is through without this worker.
    private func enter(_ job: Int, as part: Int) -> Bool {
        guard part <= Gate.mostWorkers else { return true }
        while true {
            let word = gate.load(ordering: .acquiring)
            guard Gate.job(word) == job, word & Gate.closed == 0 else { return false }
            if gate.compareExchange(expected: word, desired: word | 1 << part, ordering: .acquiringAndReleasing).exchanged { return true }
        }
    }

    private func nextJob(after seen: Int) -> Int {
        while true {
            let run = runNumber.load(ordering: .sequentiallyConsistent)
            for spins in 0..<Self.spinsWithinRun {
                let current = Gate.job(gate.load(ordering: .acquiring))
                if current != seen { return current }
                if spins >= Self.spinsBeforeSleep, runCount.load(ordering: .relaxed) == 0 { break }
                cnns_pause()
            }
            sleeperCount.add(1, ordering: .sequentiallyConsistent)
            alarm.wait {
                Gate.job(gate.load(ordering: .sequentiallyConsistent)) != seen || runNumber.load(ordering: .sequentiallyConsistent) != run
            }
            sleeperCount.subtract(1, ordering: .sequentiallyConsistent)
        }
    }
}
