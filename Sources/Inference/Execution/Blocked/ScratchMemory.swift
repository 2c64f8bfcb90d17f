import Synchronization
import Tensors

/// Memory for what a kernel leaves in between, which goes to the next one that wants some: to touch fresh memory takes longer than many a
/// kernel.
///
/// Threads that work together have parts of one piece: to take one each, they would wait for one another.
final class ScratchMemory: Sendable {
    let storage: TensorStorage
    /// Bytes of each thread's part, a multiple of ``TensorStorage/alignment``.
    private let partBytes: Int

    private static let spare = Mutex<[TensorStorage]>([])
    /// Pieces kept for the next kernels, and the bytes of the largest of them.
    private static let mostPieces = 4
    private static let mostBytes = 16 << 20
    /// Pieces have a multiple of these bytes, so that they do for other kernels, too.
    private static let granularity = 512 * 1024

    /// Memory that nobody else uses as long as this lives; the bytes are not set.
    ///
    /// - Parameter byteCount: of each of the parts.
    init(byteCount: Int, partCount: Int) {
        partBytes = (byteCount + TensorStorage.alignment - 1) / TensorStorage.alignment * TensorStorage.alignment
        let byteCount = partBytes * partCount
        let known = Self.spare.withLock { spare -> TensorStorage? in
            spare.lastIndex { $0.byteCount >= byteCount }.map { spare.remove(at: $0) }
        }
        storage = known ?? TensorStorage(byteCount: (byteCount + Self.granularity - 1) / Self.granularity * Self.granularity)
    }

    /// Where a thread's part begins.
    func byteOffset(ofPart part: Int) -> Int { part * partBytes }

    deinit {
        guard storage.byteCount <= Self.mostBytes else { return }
        Self.spare.withLock { [storage] spare in
            if spare.count < Self.mostPieces { spare.append(storage) }
        }
    }
}
