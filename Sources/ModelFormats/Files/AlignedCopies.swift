import Glibc
import Synchronization
import Tensors

/// Memory for the weights of one file that cannot be viewed where they stand, because they are not aligned there.
///
/// Each is copied when it is first looked at: loading a network reads none of them.
///
/// One block in pages of two megabytes where the system has them: filling it costs a third of what as many small blocks do, whose
/// pages are faulted in one by one. Only what is used of it takes memory: what is small has places of its own at the end, so that it fills pages
/// together, though what is large between them may never be copied.
final class AlignedCopies: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    /// The bytes between the places of large and of small copies.
    private let free: Mutex<Range<Int>>

    private static let hugePageSize = 2 << 20
    private static let mostSmallBytes = 1 << 16

    /// Room for copies of everything in a file of `byteCount` bytes.
    init(ofFileOf byteCount: Int) {
        memory = .allocate(byteCount: byteCount + byteCount / 16 + Self.hugePageSize, alignment: Self.hugePageSize)
        madvise(memory.baseAddress, memory.count, MADV_HUGEPAGE)
        free = Mutex(0..<memory.count / TensorStorage.alignment * TensorStorage.alignment)
    }

    deinit { memory.deallocate() }

    /// Memory that `original` is copied to when it is first looked at, or `nil` where the block is full.
    func storage(copying original: TensorStorage) -> TensorStorage? {
        let byteCount = original.byteCount
        let room = (byteCount + TensorStorage.alignment - 1) / TensorStorage.alignment * TensorStorage.alignment
        let start = free.withLock { free -> Int? in
            guard room <= free.count else { return nil }
            if byteCount > Self.mostSmallBytes {
                defer { free = free.lowerBound + room..<free.upperBound }
                return free.lowerBound
            }
            free = free.lowerBound..<free.upperBound - room
            return free.upperBound
        }
        guard let start else { return nil }
        return TensorStorage(
            borrowing: UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + byteCount]), from: self, copying: original)
    }
}
