import Glibc
import Synchronization
import Tensors

/// Memory for the weights of one file that cannot be viewed where they stand, because they are not aligned there.
///
/// Each is copied when it is first looked at: loading a network reads none of them.
///
/// One block in pages of two megabytes where the system has them: filling it costs a third of what as many small blocks do, whose
/// pages are faulted in one by one. Only what is used of it takes memory.
final class AlignedCopies: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private let usedByteCount = Mutex(0)

    private static let hugePageSize = 2 << 20

    /// Room for copies of everything in a file of `byteCount` bytes.
    init(ofFileOf byteCount: Int) {
        memory = .allocate(byteCount: byteCount + byteCount / 16 + Self.hugePageSize, alignment: Self.hugePageSize)
        madvise(memory.baseAddress, memory.count, MADV_HUGEPAGE)
    }

    deinit { memory.deallocate() }

    /// Bytes that `fill` writes when they are first looked at, or `nil` where the block is full.
    func storage(byteCount: Int, filledBy fill: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void) -> TensorStorage? {
        let start = usedByteCount.withLock { used -> Int? in
            guard byteCount <= memory.count - used else { return nil }
            defer {
                used = min(
                    memory.count, (used + byteCount + TensorStorage.alignment - 1) / TensorStorage.alignment * TensorStorage.alignment)
            }
            return used
        }
        guard let start else { return nil }
        return TensorStorage(
            borrowing: UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + byteCount]), from: self, filledBy: fill)
    }
}
