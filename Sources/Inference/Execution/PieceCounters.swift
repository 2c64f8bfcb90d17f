import Synchronization

/// Counters that threads take pieces of work by, each in a cache line of its own.
final class PieceCounters: @unchecked Sendable {
    static let count = 256
    /// Numbers of a cache line and its neighbor, which processors fetch with it.
    private static let pitch = 16

    private let numbers = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: count * pitch)

    init() {
        for index in 0..<Self.count { (numbers + index * Self.pitch).initialize(to: Atomic(0)) }
    }

    /// To be called before threads are told of their work.
    func reset(_ count: Int) {
        for index in 0..<count { numbers[index * Self.pitch].store(0, ordering: .relaxed) }
    }

    func next(of owner: Int) -> Int { numbers[owner * Self.pitch].add(1, ordering: .relaxed).oldValue }

    deinit { numbers.deallocate() }
}
