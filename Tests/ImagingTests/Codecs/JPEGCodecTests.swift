import Imaging
import TestSupport
import Testing

/// JPEG files, read upright. The fixtures have four flat quadrants: red, green, blue, yellow.
struct JPEGCodecTests {
    static let colors: [Character: [Int]] = ["R": [200, 40, 40], "G": [40, 180, 60], "B": [50, 70, 210], "Y": [230, 220, 90]]

    /// The file with an Exif segment that tells an orientation behind its start marker.
    private static func file(orientation: UInt8, bigEndian: Bool) throws -> [UInt8] {
        let directory: [UInt8] =
            bigEndian
            ? [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
            : [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
        let payload = Array("Exif".utf8) + [0, 0] + directory
        let bytes = try Fixtures.bytes("good/quadrants.jpg")
        return bytes.prefix(2) + [0xFF, 0xE1, 0, UInt8(payload.count + 2)] + payload + bytes.dropFirst(2)
    }

    private static func quadrants(_ image: Image) -> String {
        let (height, width) = (image.heightInPixels, image.widthInPixels)
        let places = [(height / 4, width / 4), (height / 4, width * 3 / 4), (height * 3 / 4, width / 4), (height * 3 / 4, width * 3 / 4)]
        return String(
            places.map { row, column in
                let pixel = image.pixel(row, column).map(Int.init)
                return colors.first { zip($0.value, pixel).allSatisfy { abs($0 - $1) <= 4 } }?.key ?? "?"
            })
    }

    @Test(arguments: ["quadrants.jpg", "progressive.jpg"])
    func `a color picture has its colors`(name: String) throws {
        let image = try ImageCodecCatalog.decode(Fixtures.bytes("good/" + name))
        #expect((image.heightInPixels, image.widthInPixels, image.channelCount) == (24, 16, 3))
        #expect(Self.quadrants(image) == "RGBY")
    }

    @Test func `a gray picture has one channel`() throws {
        let image = try ImageCodecCatalog.decode(Fixtures.bytes("good/gray.jpg"))
        #expect(image.channelCount == 1)
        for (place, level) in zip([(3, 3), (3, 12), (18, 3), (18, 12)], [20, 90, 160, 240]) {
            #expect(abs(Int(image.pixel(place.0, place.1)[0]) - level) <= 2)
        }
    }

    @Test(
        arguments: [
            (1, "RGBY"), (2, "GRYB"), (3, "YBGR"), (4, "BYRG"), (5, "RBGY"), (6, "BRYG"), (7, "YGBR"), (8, "GYRB"), (0, "RGBY"),
            (9, "RGBY"),
        ] as [(UInt8, String)])
    func `every orientation is turned upright`(orientation: UInt8, expected: String) throws {
        for bigEndian in [false, true] {
            let image = try JPEGCodec.decode(Self.file(orientation: orientation, bigEndian: bigEndian))
            #expect(Self.quadrants(image) == expected)
            #expect(image.heightInPixels == ((5...8).contains(orientation) ? 16 : 24))
        }
    }

    @Test func `colors for printing are refused by name`() throws {
        let bytes = try Fixtures.bytes("bad/cmyk.jpg")
        let error = #expect(throws: ImageError.self) { try ImageCodecCatalog.decode(bytes) }
        #expect(error?.description.hasPrefix("JPEG with CMYK colors") == true)
    }

    @Test(arguments: ["quadrants.jpg", "progressive.jpg", "gray.jpg"])
    func `a file cut before its last byte pair is refused`(name: String) throws {
        let bytes = try Fixtures.bytes("good/" + name)
        for count in stride(from: 3, to: bytes.count - 2, by: 7) {
            let error = #expect(throws: ImageError.self) { try JPEGCodec.decode(Array(bytes.prefix(count))) }
            #expect(error?.description.hasPrefix("JPEG cannot be read: ") == true)
        }
    }

    @Test(arguments: ["good/quadrants.jpg", "good/progressive.jpg", "good/gray.jpg", "bad/cmyk.jpg"])
    func `a damaged file is read or refused, never more`(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        var refusedCount = 0
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed)
            do throws(ImageError) {
                let image = try ImageCodecCatalog.decode(generator.mutation(of: bytes))
                #expect(image.samples.count == image.heightInPixels * image.widthInPixels * image.channelCount, "seed \(seed)")
            } catch {
                refusedCount += 1
            }
        }
        #expect(refusedCount > 0)
    }
}
