import Synchronization
import Tensors

/// Memory for what a kernel leaves in between, which goes to the next one that wants some: to touch fresh memory takes longer than many a
/// kernel.
final class ScratchMemory: Sendable {
    let storage: TensorStorage

    private static let spare = Mutex<[TensorStorage]>([])
    /// Pieces kept for the next kernels, and the bytes of the largest of them.
    private static let mostPieces = 16
    private static let mostBytes = 4 << 20
    /// Pieces have a multiple of these bytes, so that they do for other kernels, too.
    private static let granularity = 512 * 1024

    /// Memory that nobody else uses as long as this lives; the bytes are not set.
    init(byteCount: Int) {
        let known = Self.spare.withLock { spare -> TensorStorage? in
            spare.lastIndex { $0.byteCount >= byteCount }.map { spare.remove(at: $0) }
        }
        storage = known ?? TensorStorage(byteCount: (byteCount + Self.granularity - 1) / Self.granularity * Self.granularity)
    }

    deinit {
        guard storage.byteCount <= Self.mostBytes else { return }
        Self.spare.withLock { [storage] spare in
            if spare.count < Self.mostPieces { spare.append(storage) }
        }
    }
}
