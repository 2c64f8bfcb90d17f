import Synchronization
import Tensors

/// The values that variants are compared with, in blocks, with the padding that their readers need; made when they are first needed.
final class BlockedBaseline: Sendable {
    private let tensors: [String: Tensor]
    private let regions: [String: Region]
    private let maps = Mutex<[String: MapBuffer]>([:])

    /// - Parameter regions: the places to hold of each value; a value's own maps where it has none.
    init(_ tensors: [String: Tensor], regions: [String: Region]) {
        self.tensors = tensors
        self.regions = regions
    }

    /// A value `[1, C, H, W]` in blocks, with the region of its own maps; `nil` where it is no such value.
    subscript(name: String) -> (maps: MapBuffer, all: Region)? {
        guard let tensor = tensors[name], tensor.elementType == .float32, tensor.shape.rank == 4, tensor.shape[0] == 1,
            let all = Region(all: tensor.shape)
        else { return nil }
        return maps.withLock { maps in
            if let known = maps[name] { return (known, all) }
            let made = MapBuffer.blocked(tensor, region: regions[name] ?? all, in: RunContext())[0]
            maps[name] = made
            return (made, all)
        }
    }
}
