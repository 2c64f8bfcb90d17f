import Synchronization
import Tensors

/// The arranged weights of one network.
///
/// Most networks that are loaded see one picture, and memory that is touched for the first time costs more than to arrange weights in it. So
/// what is used for the first time is arranged in memory that the next layer's weights take over, and once more when somebody looks at layers on
/// the way; what is used again is kept from then on.
final class PackedFilterCache: Sendable {
    private struct Key: Hashable {
        let storage: ObjectIdentifier
        let byteOffset: Int
        let shape: Shape
        let form: Form

        init(_ weights: Tensor, _ form: Form) {
            (storage, byteOffset, shape) = (ObjectIdentifier(weights.storage), weights.byteOffset, weights.shape)
            self.form = form
        }
    }

    /// What weights are arranged for.
    private enum Form {
        case plain, blocked, depthwise, transformed, turned

        init(_ layout: MapBuffer.Layout, isDepthwise: Bool) {
            self = isDepthwise ? .depthwise : layout == .plain ? .plain : .blocked
        }
    }

    private struct State {
        var kept: [Key: PackedFilters] = [:]
        /// How often weights were used that are not kept.
        var useCounts: [Key: Int] = [:]
        /// Taken by whoever finds that nobody else refers to it.
        var passing: TensorStorage?
    }

    private let state = Mutex(State())

    private static let passingUseCount = 2
    /// Smaller weights are kept at once.
    private static let leastPassingBytes = 1 << 17

    /// The weights in the order for maps of a layout; they must belong to the network.
    func filters(_ weights: Tensor, layout: MapBuffer.Layout, isDepthwise: Bool, in context: RunContext) -> PackedFilters {
        let key = Key(weights, Form(layout, isDepthwise: isDepthwise))
        if isDepthwise { return known(key) ?? keep(PackedFilters(depthwise: weights), as: key) }
        return filters(key, byteCount: PackedFilters.byteCount(of: weights, layout: layout)) {
            PackedFilters(weights, layout: layout, into: $0, in: context)
        }
    }

    /// The weights as Winograd's convolution has them; they must belong to the network.
    func transformedFilters(_ weights: Tensor, in context: RunContext) -> PackedFilters {
        filters(Key(weights, .transformed), byteCount: PackedFilters.transformedByteCount(of: weights)) {
            PackedFilters(transforming: weights, into: $0, in: context)
        }
    }

    /// The weights as the gradient of the convolution's input takes them; they must belong to the network.
    func turnedFilters(_ weights: Tensor, in context: RunContext) -> PackedFilters {
        filters(Key(weights, .turned), byteCount: PackedFilters.turnedByteCount(of: weights)) {
            PackedFilters(turning: weights, into: $0, in: context)
        }
    }

    /// The same, or `nil` where they are not kept: whoever goes through them once can transform them on the way.
    func keptTransformedFilters(_ weights: Tensor, in context: RunContext) -> PackedFilters? {
        let (key, byteCount) = (Key(weights, .transformed), PackedFilters.transformedByteCount(of: weights))
        if let known = known(key) { return known }
        if isPassing(key, byteCount) { return nil }
        return keep(PackedFilters(transforming: weights, into: TensorStorage(byteCount: byteCount), in: context), as: key)
    }

    /// Gives back the memory of what was not kept.
    func dropPassing() { state.withLock { $0.passing = nil } }

    private func filters(_ key: Key, byteCount: Int, arrange: (TensorStorage) -> PackedFilters) -> PackedFilters {
        if let known = known(key) { return known }
        if isPassing(key, byteCount) {
            var filters = arrange(passingMemory(byteCount))
            filters.isPassing = true
            return filters
        }
        return keep(arrange(TensorStorage(byteCount: byteCount)), as: key)
    }

    private func known(_ key: Key) -> PackedFilters? { state.withLock { $0.kept[key] } }

    private func keep(_ filters: PackedFilters, as key: Key) -> PackedFilters {
        state.withLock { state in
            state.useCounts[key] = nil
            state.kept[key] = filters
        }
        return filters
    }

    /// Whether weights are used so seldom yet, and are so large, that they are not kept; the use is counted.
    private func isPassing(_ key: Key, _ byteCount: Int) -> Bool {
        byteCount >= Self.leastPassingBytes
            && state.withLock { state in
                let count = (state.useCounts[key] ?? 0) + 1
                state.useCounts[key] = count
                return count <= Self.passingUseCount
            }
    }

    /// Memory of at least `byteCount` bytes that nobody else uses.
    private func passingMemory(_ byteCount: Int) -> TensorStorage {
        state.withLock { state in
            let isFree = isKnownUniquelyReferenced(&state.passing)
            if isFree, let memory = state.passing, memory.byteCount >= byteCount { return memory }
            if isFree { state.passing = nil }
            let memory = TensorStorage(byteCount: byteCount)
            if state.passing == nil { state.passing = memory }
            return memory
        }
    }
}
