import CImageCodecs
import Dispatch

/// The zlib stream format, made by all processors: pieces that are deflated by themselves follow one another.
///
/// Source: RFC 1950 (zlib), RFC 1951 (deflate).
enum Deflate {
    /// What is looked for in the bytes.
    enum Strategy: Int32 {
        /// Anything that came before.
        case matching = 0
        /// The byte before only, which is fast, and all there is in the differences of a photograph.
        case runs = 1
    }

    /// Bytes a piece; what came in another piece cannot be referred to.
    private static let pieceByteCount = 1 << 18

    /// Nil where there is no memory. `level` is zlib's, `1...9`.
    static func compressed(_ bytes: [UInt8], level: Int, _ strategy: Strategy = .matching) -> [UInt8]? {
        let count = max((bytes.count + pieceByteCount - 1) / pieceByteCount, 1)
        let room = cimagecodecs_deflate_bound(pieceByteCount) + 16
        let lengths = UnsafeMutableBufferPointer<Int>.allocate(capacity: count)
        let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: room * count)
        defer {
            lengths.deallocate()
            output.deallocate()
        }
        lengths.initialize(repeating: 0)
        bytes.withUnsafeBufferPointer { bytes in
            nonisolated(unsafe) let (input, output, lengths) = (bytes, output, lengths)
            DispatchQueue.concurrentPerform(iterations: count) { piece in
                let start = piece * pieceByteCount
                guard let source = input.baseAddress, let target = output.baseAddress else { return }
                lengths[piece] = cimagecodecs_deflate_piece(
                    source + start, min(pieceByteCount, input.count - start), target + piece * room, room, Int32(clamping: level),
                    strategy.rawValue, piece == count - 1 ? 1 : 0)
            }
        }
        guard lengths.allSatisfy({ $0 > 0 }) else { return nil }
        let fastestCompression: [UInt8] = [0x78, 0x01]
        var stream = fastestCompression
        stream.reserveCapacity(lengths.reduce(8, +))
        for piece in 0..<count { stream += output[piece * room..<piece * room + lengths[piece]] }
        let sum = bytes.withUnsafeBufferPointer { bytes in bytes.baseAddress.map { cimagecodecs_adler32($0, bytes.count) } ?? 1 }
        return stream + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
    }
}
