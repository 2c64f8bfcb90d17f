import CImageCodecs
import CTerminalGraphics
import Imaging
import TestSupport
import Testing

@testable import TerminalGraphics

/// The fast PNGs and the compression under them, read back by libpng and zlib.
struct QuickPNGTests {
    /// Bytes of many kinds: noise, one byte, a byte with others in it, few values, ramps, values whose frequencies halve.
    private static func bytes(_ kind: Int, count: Int, using generator: inout SeededGenerator) -> [UInt8] {
        let plain = UInt8.random(in: 0...255, using: &generator)
        return (0..<count).map { at in
            switch kind {
            case 0: UInt8.random(in: 0...255, using: &generator)
            case 1: plain
            case 2: Int.random(in: 0..<50, using: &generator) > 0 ? plain : UInt8.random(in: 0...255, using: &generator)
            case 3: UInt8.random(in: 0...2, using: &generator)
            case 4: UInt8(truncatingIfNeeded: at * at >> 6)
            default: UInt8(truncatingIfNeeded: UInt64.random(in: 1 ... .max, using: &generator).trailingZeroBitCount)
            }
        }
    }

    private static func deflated(_ bytes: [UInt8], pieceByteCount: Int) -> [UInt8] {
        var stream: [UInt8] = []
        var at = 0
        repeat {
            let piece = Array(bytes[at..<min(at + pieceByteCount, bytes.count)])
            at += piece.count
            stream += [UInt8](unsafeUninitializedCapacity: cterminalgraphics_deflate_bound(piece.count)) { output, count in
                guard let target = output.baseAddress else { return }
                count = cterminalgraphics_deflate_piece(piece, piece.count, target, at == bytes.count ? 1 : 0)
            }
        } while at < bytes.count
        return stream
    }

    @Test(arguments: 0...5) func `what is deflated in pieces is what zlib inflates`(kind: Int) {
        var generator = SeededGenerator(seed: UInt64(kind))
        for count in [0, 1, 7, 8, 9, 255, 256, 257, 300, 2_000, 20_000] {
            let bytes = Self.bytes(kind, count: count, using: &generator)
            let stream = Self.deflated(bytes, pieceByteCount: Int.random(in: 1...count + 1, using: &generator))
            var written = 0
            var inflated = [UInt8](repeating: 0, count: count + 1)
            let status = cimagecodecs_inflate(stream, stream.count, &inflated, inflated.count, CIMAGECODECS_RAW, &written)
            #expect(status == 0 && Array(inflated.prefix(written)) == bytes, "kind \(kind), \(count) bytes")
        }
    }

    @Test func `codes that would be too long are cut`() {
        // Frequencies as Fibonacci's numbers make Huffman's tree as deep as it can be.
        var frequencies = [1, 1]
        while frequencies.count < 22 { frequencies.append(frequencies.suffix(2).reduce(0, +)) }
        var generator = SeededGenerator(seed: 3)
        let bytes = frequencies.enumerated().flatMap { Array(repeating: UInt8($0.offset), count: $0.element) }.shuffled(using: &generator)
        let stream = Self.deflated(bytes, pieceByteCount: bytes.count)
        var written = 0
        var inflated = [UInt8](repeating: 0, count: bytes.count)
        #expect(cimagecodecs_inflate(stream, stream.count, &inflated, inflated.count, CIMAGECODECS_RAW, &written) == 0)
        #expect(inflated == bytes)
    }

    @Test func `checksums of parts give that of the whole`() {
        let bytes = [UInt8](repeating: 255, count: 70_000) + (0..<9_000).map { UInt8(truncatingIfNeeded: $0) }
        // The definition.
        var (sum, sumOfSums): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            sum = (sum + UInt32(byte)) % 65521
            sumOfSums = (sumOfSums + sum) % 65521
        }
        for cut in [0, 1, 4_095, 4_096, 69_999, bytes.count] {
            let parts = bytes.withUnsafeBufferPointer { bytes in
                [bytes[..<cut], bytes[cut...]].map { ZlibChecksum(of: UnsafeBufferPointer(rebasing: $0)) }
            }
            #expect(parts.reduce(ZlibChecksum()) { $0.followed(by: $1) }.value == sumOfSums << 16 | sum)
        }
    }

    @Test(arguments: [(1, 1, 0), (1, 300, 2), (301, 1, 256), (700, 500, 200), (700, 500, 0), (3, 60_000, 0)])
    func `a picture comes back exactly`(height: Int, width: Int, colorCount: Int) throws {
        let image =
            colorCount == 0
            ? smoothImage(heightInPixels: height, widthInPixels: width)
            : ImageCase(heightInPixels: height, widthInPixels: width, channelCount: 3, colorCount: colorCount, seed: 6).image
        #expect(try PNGCodec.decode(QuickPNG.encode(image)).convertedToRGB(over: .black) == image)
    }
}
