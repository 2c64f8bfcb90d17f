import Synchronization

/// The bytes behind one or more tensors: allocated here, or borrowed from an owner such as a mapped file.
///
/// Written only before it is shared; a tensor that exists never changes.
package final class TensorStorage: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private let owner: AnyObject?
    /// What writes the bytes when they are first looked at; `nil` where they are there.
    private let filling: DeferredFilling?
    /// What the bytes are a copy of, aligned or not; `nil` where they are no copy.
    private let original: TensorStorage?

    /// Alignment of allocated storage in bytes: a cache line, and the widest vector register.
    package static let alignment = 64

    /// Uninitialized bytes, aligned to ``alignment``.
    package init(byteCount: Int) {
        memory = .allocate(byteCount: max(byteCount, 1), alignment: Self.alignment)
        (owner, filling, original) = (nil, nil, nil)
    }

    /// Bytes that `owner` keeps alive and nobody writes.
    package init(borrowing borrowed: UnsafeRawBufferPointer, from owner: AnyObject) {
        memory = UnsafeMutableRawBufferPointer(mutating: borrowed)
        self.owner = owner
        (filling, original) = (nil, nil)
    }

    /// Memory that `owner` keeps alive, as large as `original`, which is copied to it when somebody looks at it first.
    package init(borrowing memory: UnsafeMutableRawBufferPointer, from owner: AnyObject, copying original: TensorStorage) {
        self.memory = memory
        self.owner = owner
        self.original = original
        filling = DeferredFilling { memory in
            memory.copyMemory(from: UnsafeRawBufferPointer(original.bytes))
            original.release(0..<original.byteCount)
        }
    }

    deinit {
        if owner == nil { memory.deallocate() }
    }

    package var byteCount: Int { memory.count }

    package var bytes: UnsafeMutableRawBufferPointer {
        filling?.fill(memory)
        return memory
    }
}

// MARK: - Bytes that are seldom read

/// Whoever holds bytes that can be had again, as a mapped file does.
package protocol RecoverableMemory: AnyObject {
    /// Gives the memory of bytes back to the system until somebody reads them again.
    func release(_ bytes: UnsafeRawBufferPointer)
}

extension TensorStorage {
    /// The bytes where they stand already, without a copy; they need not be aligned there.
    package var bytesInPlace: UnsafeRawBufferPointer {
        guard let original, filling?.isDone == false else { return UnsafeRawBufferPointer(memory) }
        return original.bytesInPlace
    }

    /// The bytes for somebody who reads them once now, and maybe later: where they stand, aligned or not, for the first one who asks, then
    /// where they are read fastest.
    package var bytesForReading: UnsafeRawBufferPointer {
        filling?.isFirstReading() == true ? bytesInPlace : UnsafeRawBufferPointer(bytes)
    }

    /// Lets go of the memory of some bytes that have been read, if they can be had again.
    package func release(_ range: Range<Int>) {
        if let original { return original.release(range) }
        guard let owner = owner as? any RecoverableMemory else { return }
        owner.release(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[range]))
    }
}

/// Writes something once, however many threads ask for it.
private final class DeferredFilling: Sendable {
    private let done = Atomic(false)
    private let wasRead = Atomic(false)
    private let body: Mutex<(@Sendable (UnsafeMutableRawBufferPointer) -> Void)?>

    init(_ body: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void) { self.body = Mutex(body) }

    var isDone: Bool { done.load(ordering: .acquiring) }

    /// `true` for the first one who asks, unless all is written already.
    func isFirstReading() -> Bool { !isDone && !wasRead.exchange(true, ordering: .relaxed) }

    func fill(_ memory: UnsafeMutableRawBufferPointer) {
        guard !isDone else { return }
        body.withLock { body in
            body?(memory)
            body = nil
            done.store(true, ordering: .releasing)
        }
    }
}
