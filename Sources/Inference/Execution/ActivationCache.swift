import Synchronization
import Tensors

/// Values that were asked for, kept under a memory budget; those not used for longest go first.
package final class ActivationCache: Sendable {
    /// Which value of which computation.
    package struct Key: Hashable, Sendable {
        package let network: Int
        package let feed: Int
        package let value: String
        /// The edits that the value depends on.
        package let edits: [Edit]
        /// Whether it is of a run that keeps locality; see `Engine.run`.
        package let keepsLocality: Bool

        package init(network: Int, feed: Int, value: String, edits: [Edit] = [], keepsLocality: Bool = false) {
            (self.network, self.feed, self.value, self.edits) = (network, feed, value, edits)
            self.keepsLocality = keepsLocality
        }
    }

    private struct Entry {
        let tensor: Tensor
        var lastUse: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var byteCount = 0
        var clock = 0
        var budget: Int

        /// - Complexity: O(entries · evicted); there are at most some hundreds.
        mutating func evict() {
            while byteCount > budget, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                entries[oldest.key] = nil
                byteCount -= oldest.value.tensor.byteCount
            }
        }
    }

    private let state: Mutex<State>

    /// - Parameter budgetInBytes: the most that all values together may take.
    package init(budgetInBytes: Int) {
        state = Mutex(State(budget: budgetInBytes))
    }

    package var budgetInBytes: Int {
        get { state.withLock { $0.budget } }
        set {
            state.withLock {
                $0.budget = newValue
                $0.evict()
            }
        }
    }

    /// The bytes that all values together take.
    package var byteCount: Int { state.withLock { $0.byteCount } }

    package func contains(_ key: Key) -> Bool { state.withLock { $0.entries[key] != nil } }

    /// Whether there is any value of a network for a feed.
    ///
    /// - Complexity: O(entries).
    func containsValues(network: Int, feed: Int) -> Bool {
        state.withLock { state in state.entries.keys.contains { $0.network == network && $0.feed == feed } }
    }

    package subscript(key: Key) -> Tensor? {
        get {
            state.withLock { state in
                state.clock += 1
                state.entries[key]?.lastUse = state.clock
                return state.entries[key]?.tensor
            }
        }
        set {
            state.withLock { state in
                state.clock += 1
                if let old = state.entries.removeValue(forKey: key) { state.byteCount -= old.tensor.byteCount }
                guard let tensor = newValue, tensor.byteCount <= state.budget else { return }
                state.entries[key] = Entry(tensor: tensor, lastUse: state.clock)
                state.byteCount += tensor.byteCount
                state.evict()
            }
        }
    }

    /// Drops the values of one network.
    package func removeAll(of network: Int) {
        state.withLock { state in
            for (key, entry) in state.entries where key.network == network {
                state.entries[key] = nil
                state.byteCount -= entry.tensor.byteCount
            }
        }
    }

    package func removeAll() {
        state.withLock {
            $0.entries = [:]
            $0.byteCount = 0
        }
    }
}
