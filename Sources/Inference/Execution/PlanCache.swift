import Synchronization
import Tensors

/// What was prepared for runs of one network, and memory for the next one. Both go with the network.
final class PlanCache: Sendable {
    /// What a plan depends on as long as nothing else is known than what is fed.
    struct Key: Hashable, Sendable {
        let wanted: [String]
        let edited: Set<String>
        let fed: Set<String>
        let kernels: KernelChoice
        let usesWinograd: Bool
        let threadCount: Int
        var keepsLandmarks = false
        /// The measured ways that went into the plan.
        var tuned: TunedConvolutions?

        func hash(into hasher: inout Hasher) {
            hasher.combine(wanted)
            hasher.combine(threadCount)
        }
    }

    private let plans = Mutex<[(key: Key, plan: PreparedPlan)]>([])
    private let spare = Mutex<MapMemory?>(nil)

    /// Plans kept; those made first go first.
    private static let mostPlans = 8
    /// Larger memory is given back to the system after a run.
    private static let mostSpareBytes = 256 << 20

    /// The plan of a key, made where there is none yet.
    func plan(_ key: Key, _ make: () throws -> PreparedPlan) rethrows -> PreparedPlan {
        if let known = plans.withLock({ $0.first { $0.key == key }?.plan }) { return known }
        let made = try make()
        plans.withLock { plans in
            plans.append((key, made))
            if plans.count > Self.mostPlans { plans.removeFirst() }
        }
        return made
    }

    /// Memory for a run that nobody else uses, with whatever an earlier one left there.
    func takeMemory(for plan: PreparedPlan) -> MapMemory {
        var known = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        if let known, known.plan === plan { return known }
        var storage = known?.storage
        known = nil
        // What is too small is given back first: the new memory may lie in its place.
        if let size = storage?.byteCount, size < plan.memory.byteCount { storage = nil }
        return MapMemory(for: plan, in: storage ?? TensorStorage(byteCount: plan.memory.byteCount))
    }

    /// Keeps memory for the next run, unless there is some already; nothing of it may be in use any more.
    func giveBack(_ memory: MapMemory) {
        guard memory.storage.byteCount <= Self.mostSpareBytes else { return }
        spare.withLock { if ($0?.storage.byteCount ?? 0) < memory.storage.byteCount { $0 = memory } }
    }
}
