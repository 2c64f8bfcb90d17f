/// The bytes behind one or more tensors: allocated here, or borrowed from an owner such as a mapped file.
///
/// Written only before it is shared; a tensor that exists never changes.
package final class TensorStorage: @unchecked Sendable {
    package let bytes: UnsafeMutableRawBufferPointer
    private let owner: AnyObject?

    /// Alignment of allocated storage in bytes: a cache line, and the widest vector register.
    package static let alignment = 64

    /// Uninitialized bytes, aligned to ``alignment``.
    package init(byteCount: Int) {
        bytes = .allocate(byteCount: max(byteCount, 1), alignment: Self.alignment)
        owner = nil
    }

    /// Bytes that `owner` keeps alive and nobody writes.
    package init(borrowing borrowed: UnsafeRawBufferPointer, from owner: AnyObject) {
        bytes = UnsafeMutableRawBufferPointer(mutating: borrowed)
        self.owner = owner
    }

    deinit {
        if owner == nil { bytes.deallocate() }
    }
}
