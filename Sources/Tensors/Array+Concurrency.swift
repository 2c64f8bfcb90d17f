import Dispatch

extension Array where Element: Sendable {
    /// What `body` makes of each number `0..<count`, on several of the system's threads.
    ///
    /// To wake them takes longer than to go through some hundred thousand numbers.
    package init(concurrently count: Int, _ body: @Sendable (Int) -> Element) {
        self.init(unsafeUninitializedCapacity: count) { buffer, initializedCount in
            guard let first = buffer.baseAddress, count > 0 else { return }
            nonisolated(unsafe) let start = first
            DispatchQueue.concurrentPerform(iterations: count) { (start + $0).initialize(to: body($0)) }
            initializedCount = count
        }
    }
}
