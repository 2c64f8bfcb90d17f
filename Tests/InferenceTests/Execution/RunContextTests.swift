import Inference
import Synchronization
import Testing

@Suite struct RunContextTests {
    /// Runs a job on threads and says how often each item was worked on.
    private static func visits(_ count: Int, threadCount: Int, grain: Int = 1) -> [Int] {
        let visits = Mutex([Int](repeating: 0, count: count))
        RunContext(threadCount: threadCount).parallel(count, grain: grain) { range in
            visits.withLock { visits in
                for item in range { visits[item] += 1 }
            }
        }
        return visits.withLock { $0 }
    }

    @Test(arguments: [0, 1, 2, 7, 100], [1, 2, 3, 5])
    func `every item is worked on once`(count: Int, threadCount: Int) {
        for grain in [1, 3, 1000] {
            #expect(Self.visits(count, threadCount: threadCount, grain: grain) == [Int](repeating: 1, count: count))
        }
    }

    @Test(arguments: [0, 1, 2, 7, 100], [1, 2, 3, 5])
    func `every item of shares that threads take from one another is worked on once`(count: Int, threadCount: Int) {
        for (grain, piece) in [(1, 1), (1, 3), (3, 7), (1000, 1)] {
            let visits = Mutex([Int](repeating: 0, count: count))
            RunContext(threadCount: threadCount).shared(count, grain: grain, piece: piece) { range in
                visits.withLock { visits in
                    for item in range { visits[item] += 1 }
                }
            }
            #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
        }
    }

    @Test func `jobs follow one another without losing a share`() {
        let total = Atomic<Int>(0)
        for _ in 0..<20_000 {
            RunContext(threadCount: 2).parallel(2) { total.add($0.count, ordering: .relaxed) }
        }
        #expect(total.load(ordering: .relaxed) == 40_000)
    }

    @Test func `several callers at once each get their work done`() async {
        await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<200).map { Self.visits(10 + $0 % 3, threadCount: 3).reduce(0, +) } }
            }
            for _ in 0..<4 {
                group.addTask {
                    (0..<200).map { index in
                        let total = Atomic<Int>(0)
                        RunContext(threadCount: 3).shared(10 + index % 3, grain: 1, piece: 1) { total.add($0.count, ordering: .relaxed) }
                        return total.load(ordering: .relaxed)
                    }
                }
            }
            for await sums in group { #expect(sums == (0..<200).map { 10 + $0 % 3 }) }
        }
    }

    @Test func `a share can be shared again`() {
        let total = Atomic<Int>(0)
        let context = RunContext(threadCount: 2)
        context.parallel(4) { outer in
            for _ in outer {
                context.parallel(6) { total.add($0.count, ordering: .relaxed) }
            }
        }
        #expect(total.load(ordering: .relaxed) == 24)
    }
}
