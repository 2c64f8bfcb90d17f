import Synchronization

/// The bytes behind one or more tensors: allocated here, or borrowed from an owner such as a mapped file.
///
/// Written only before it is shared; a tensor that exists never changes.
package final class TensorStorage: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private let owner: AnyObject?
    /// What writes the bytes when they are first looked at; `nil` where they are there.
    private let filling: DeferredFilling?

    /// Alignment of allocated storage in bytes: a cache line, and the widest vector register.
    package static let alignment = 64

    /// Uninitialized bytes, aligned to ``alignment``.
    package init(byteCount: Int) {
        memory = .allocate(byteCount: max(byteCount, 1), alignment: Self.alignment)
        owner = nil
        filling = nil
    }

    /// Bytes that `owner` keeps alive and nobody writes.
    package init(borrowing borrowed: UnsafeRawBufferPointer, from owner: AnyObject) {
        memory = UnsafeMutableRawBufferPointer(mutating: borrowed)
        self.owner = owner
        filling = nil
    }

    /// Memory that `owner` keeps alive, and that `fill` writes, all of it, when somebody looks at it first.
    package init(
        borrowing memory: UnsafeMutableRawBufferPointer, from owner: AnyObject,
        filledBy fill: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
    ) {
        self.memory = memory
        self.owner = owner
        filling = DeferredFilling(fill)
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

/// Writes something once, however many threads ask for it.
private final class DeferredFilling: Sendable {
    private let isDone = Atomic(false)
    private let body: Mutex<(@Sendable (UnsafeMutableRawBufferPointer) -> Void)?>

    init(_ body: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void) { self.body = Mutex(body) }

    func fill(_ memory: UnsafeMutableRawBufferPointer) {
        guard !isDone.load(ordering: .acquiring) else { return }
        body.withLock { body in
            body?(memory)
            body = nil
            isDone.store(true, ordering: .releasing)
        }
    }
}
