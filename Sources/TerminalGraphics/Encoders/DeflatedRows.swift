import CTerminalGraphics
import Dispatch

/// The rows of a PNG as they stand in its file: differences from the left, deflated, in chunks that all processors make.
///
/// Source: PNG Specification, Second Edition (ISO/IEC 15948:2003): 9.2 (filter type Sub), 10.1 (deflate); RFC 1950 (zlib).
struct DeflatedRows {
    let rows: UnsafeBufferPointer<UInt8>
    let rowByteCount: Int
    /// Bytes from a sample to the one that is left of it in the same channel.
    let distance: Int

    /// Bytes a piece, few enough to stay in a processor's cache from one step to the next.
    private static let pieceByteCount = 1 << 18

    /// A deflated piece, with the checksum of what it was made of.
    private struct Piece {
        let chunk: PNGChunk
        let checksum: ZlibChecksum
    }

    /// The chunks, each with its checksum; the last has only that of the zlib stream.
    func chunks() -> [PNGChunk] {
        let rowCount = rows.count / rowByteCount
        let mostRows = max(Self.pieceByteCount / (rowByteCount + 1), 1)
        // Of one size, so that no processor waits for another's last piece.
        let pieceCount = max((rowCount + mostRows - 1) / mostRows, 1)
        let rowsAPiece = (rowCount + pieceCount - 1) / pieceCount
        let count = (rowCount + rowsAPiece - 1) / rowsAPiece
        let made = UnsafeMutableBufferPointer<Piece?>.allocate(capacity: count)
        defer {
            made.deinitialize()
            made.deallocate()
        }
        made.initialize(repeating: nil)
        nonisolated(unsafe) let (work, pieces) = (self, made)
        DispatchQueue.concurrentPerform(iterations: count) { number in
            let first = number * rowsAPiece
            pieces[number] = work.piece(first..<min(first + rowsAPiece, rowCount), isFirst: number == 0, isLast: number == count - 1)
        }
        let all = made.compactMap { $0 }
        let checksum = all.reduce(ZlibChecksum()) { $0.followed(by: $1.checksum) }
        return all.map(\.chunk) + [PNGChunk("IDAT", bigEndian: checksum.value)]
    }

    private func piece(_ range: Range<Int>, isFirst: Bool, isLast: Bool) -> Piece {
        let byteCount = range.count * (rowByteCount + 1)
        let filtered = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: byteCount)
        defer { filtered.deallocate() }
        filter(range, into: filtered)
        let fastestCompression: [UInt8] = isFirst ? [0x78, 0x01] : []
        let chunk = PNGChunk("IDAT", capacity: cterminalgraphics_deflate_bound(byteCount) + fastestCompression.count) { output in
            guard let source = filtered.baseAddress, let target = output.baseAddress else { return 0 }
            target.update(from: fastestCompression, count: fastestCompression.count)
            let start = fastestCompression.count
            return start + cterminalgraphics_deflate_piece(source, byteCount, target + start, isLast ? 1 : 0)
        }
        return Piece(chunk: chunk, checksum: ZlibChecksum(of: UnsafeBufferPointer(filtered)))
    }

    /// Rows with their filter type, 1: the differences from the left.
    private func filter(_ range: Range<Int>, into output: UnsafeMutableBufferPointer<UInt8>) {
        guard let source = rows.baseAddress, var target = output.baseAddress else { return }
        let plain = min(distance, rowByteCount)
        for row in range {
            let line = source + row * rowByteCount
            target.initialize(to: 1)
            target += 1
            target.initialize(from: line, count: plain)
            for at in plain..<rowByteCount { target[at] = line[at] &- line[at &- plain] }
            target += rowByteCount
        }
    }
}

/// Adler-32 of bytes, which grows by that of the bytes that follow them.
///
/// Source: RFC 1950, section 9.
struct ZlibChecksum {
    private let sum: UInt64
    private let sumOfSums: UInt64
    private let byteCount: Int

    private static let modulus: UInt64 = 65521

    /// That of no bytes.
    init() { (sum, sumOfSums, byteCount) = (1, 0, 0) }

    init(of bytes: UnsafeBufferPointer<UInt8>) {
        let value = bytes.baseAddress.map { cterminalgraphics_adler32($0, bytes.count) } ?? 1
        (sum, sumOfSums, byteCount) = (UInt64(value & 0xFFFF), UInt64(value >> 16), bytes.count)
    }

    private init(sum: UInt64, sumOfSums: UInt64, byteCount: Int) {
        (self.sum, self.sumOfSums, self.byteCount) = (sum % Self.modulus, sumOfSums % Self.modulus, byteCount)
    }

    /// That of these bytes and then the others, whose sums began anew.
    func followed(by other: ZlibChecksum) -> ZlibChecksum {
        let start = sum + Self.modulus - 1
        return ZlibChecksum(
            sum: start + other.sum, sumOfSums: sumOfSums + other.sumOfSums + start * (UInt64(other.byteCount) % Self.modulus),
            byteCount: byteCount + other.byteCount)
    }

    var value: UInt32 { UInt32(truncatingIfNeeded: sumOfSums << 16 | sum) }
}
