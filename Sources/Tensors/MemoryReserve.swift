import Glibc

/// Memory that the allocator has at hand: to be given some by the system, page by page, takes longer than to fill it.
package enum MemoryReserve {
    /// Below the size from which the allocator gives memory back as soon as it is freed.
    private static let pieceByteCount = 16 << 20
    /// Writing once in so many bytes is enough.
    private static let pageByteCount = 4096

    /// Has the system bring in so much memory for this thread, or as much as there is, and leaves it to the allocator.
    package static func makeReady(byteCount: Int) {
        let count = (byteCount + pieceByteCount - 1) / pieceByteCount
        let pieces = (0..<count).compactMap { _ in malloc(pieceByteCount) }
        for piece in pieces {
            for place in stride(from: 0, to: pieceByteCount, by: pageByteCount) {
                piece.storeBytes(of: 0, toByteOffset: place, as: UInt8.self)
            }
        }
        for piece in pieces { free(piece) }
    }
}
