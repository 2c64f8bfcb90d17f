import Tensors

/// Memory for the blocked maps of one run at a time of a plan.
final class MapMemory: Sendable {
    let plan: PreparedPlan
    let storage: TensorStorage
    /// By numbers of values: one buffer an image, in the places that the plan has for them.
    let buffers: [[MapBuffer]?]

    /// - Parameter storage: as much as the plan takes, or more.
    init(for plan: PreparedPlan, in storage: TensorStorage) {
        self.plan = plan
        self.storage = storage
        buffers = plan.names.indices.map { plan.memory.buffers(of: $0, in: storage) }
    }
}
