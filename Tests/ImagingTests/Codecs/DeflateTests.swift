import CImageCodecs
import TestSupport
import Testing

/// zlib's whole-buffer calls.
struct DeflateTests {
    private static func deflated(_ bytes: [UInt8], _ wrapping: cimagecodecs_wrapping) -> [UInt8] {
        let capacity = cimagecodecs_deflate_bound(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            count = cimagecodecs_deflate(bytes, bytes.count, output.baseAddress, capacity, 6, wrapping)
        }
    }

    private static func inflated(_ bytes: [UInt8], capacity: Int, _ wrapping: cimagecodecs_wrapping) -> (status: CInt, bytes: [UInt8]) {
        var status: CInt = 0
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            var written = 0
            status = cimagecodecs_inflate(bytes, bytes.count, output.baseAddress, capacity, wrapping, &written)
            count = written
        }
        return (status, output)
    }

    private static func noise(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { $0 % 3 == 0 ? UInt8.random(in: 0...255, using: &generator) : UInt8($0 & 15) }
    }

    @Test(arguments: [CIMAGECODECS_RAW, CIMAGECODECS_ZLIB].map(\.rawValue), [0, 1, 2, 100, 70_000])
    func `what is deflated inflates, into just enough room`(wrapping: UInt32, count: Int) {
        let bytes = Self.noise(count)
        let wrapping = cimagecodecs_wrapping(wrapping)
        let deflated = Self.deflated(bytes, wrapping)
        #expect(Self.inflated(deflated, capacity: count, wrapping) == (0, bytes))
        #expect(Self.inflated(deflated, capacity: count + 10, wrapping) == (0, bytes))
        if count > 0 { #expect(Self.inflated(deflated, capacity: count - 1, wrapping).status == 3) }
        #expect(Self.inflated(Array(deflated.dropLast()), capacity: count + 10, wrapping).status == 2)
    }

    @Test func `what is malformed is told from what is cut`() {
        #expect(Self.inflated([1, 2, 3, 4], capacity: 10, CIMAGECODECS_ZLIB).status == 1)
        #expect(Self.inflated([], capacity: 10, CIMAGECODECS_ZLIB).status == 2)
    }

    @Test func `nothing is written beyond the capacity`() {
        let bytes = Self.noise(1000)
        var output = [UInt8](repeating: 0xEE, count: 20)
        #expect(cimagecodecs_deflate(bytes, bytes.count, &output, 16, 1, CIMAGECODECS_ZLIB) == 0)
        #expect(output.suffix(4) == [0xEE, 0xEE, 0xEE, 0xEE])
    }

    @Test func `the checksum is that of the standard's check value`() {
        let bytes = Array("123456789".utf8)
        #expect(cimagecodecs_crc32(0, bytes, bytes.count) == 0xCBF4_3926)
        #expect(cimagecodecs_crc32(cimagecodecs_crc32(0, bytes, 4), Array(bytes.dropFirst(4)), 5) == 0xCBF4_3926)
    }
}
