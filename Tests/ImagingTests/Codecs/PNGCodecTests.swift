import Glibc
import Imaging
import TestSupport
import Testing

/// PNG files of every kind, read and written.
struct PNGCodecTests {
    /// Color type, depth, interlaced.
    static let kinds = HandmadePNG.ColorType.allCases.flatMap { type in
        type.depths.flatMap { depth in [false, true].map { (type, depth, $0) } }
    }

    private static func file(_ type: HandmadePNG.ColorType, _ depth: Int, _ isInterlaced: Bool, height: Int = 11, width: Int = 13)
        -> HandmadePNG
    {
        var png = HandmadePNG(heightInPixels: height, widthInPixels: width, colorType: type, depth: depth, isInterlaced: isInterlaced) {
            ($0 * 5_407 + $1 * 3_301 + $2 * 10_007) & ((1 << depth) - 1)
        }
        if type == .palette { png.palette = (0..<1 << depth).flatMap(entry) }
        return png
    }

    private static func entry(_ index: Int) -> [UInt8] { [UInt8(index), UInt8(255 - index), UInt8(index ^ 85)] }

    /// The samples that a file of 8-bit gray, RGB or RGBA has at a place, by the specification.
    private static func expected(_ png: HandmadePNG, _ row: Int, _ column: Int) -> [UInt8] {
        let samples = (0..<png.colorType.channelCount).map { png.sample(row, column, $0) }
        let largest = Double((1 << png.depth) - 1)
        let scaled = samples.map { UInt8((Double($0) * 255 / largest).rounded()) }
        switch png.colorType {
        case .gray, .rgb, .rgbAlpha: return scaled
        case .grayAlpha: return [scaled[0], scaled[0], scaled[0], scaled[1]]
        case .palette: return Array((png.palette ?? [])[samples[0] * 3..<samples[0] * 3 + 3])
        }
    }

    @Test(arguments: kinds)
    func `every color type, depth and interlacing is read`(type: HandmadePNG.ColorType, depth: Int, isInterlaced: Bool) throws {
        for (height, width) in [(11, 13), (1, 1), (8, 3), (2, 9)] {
            let png = Self.file(type, depth, isInterlaced, height: height, width: width)
            let image = try ImageCodecCatalog.decode(png.bytes)
            #expect((image.heightInPixels, image.widthInPixels) == (height, width))
            for row in 0..<height {
                for column in 0..<width { #expect(image.pixel(row, column) == Self.expected(png, row, column)) }
            }
        }
    }

    @Test func `a transparent color becomes alpha`() throws {
        var gray = Self.file(.gray, 2, false)
        gray.transparency = [0, 3]
        let image = try PNGCodec.decode(gray.bytes)
        for row in 0..<11 {
            for column in 0..<13 {
                let level = UInt8(gray.sample(row, column, 0) * 85)
                #expect(image.pixel(row, column) == [level, level, level, level == 255 ? 0 : 255])
            }
        }
        var palette = Self.file(.palette, 2, true)
        palette.transparency = [0, 128]
        let indexed = try PNGCodec.decode(palette.bytes)
        #expect(indexed.pixel(3, 4)[3] == [0, 128, 255, 255][palette.sample(3, 4, 0)])
    }

    @Test func `a file cut anywhere is refused in the library's words`() {
        let bytes = Self.file(.rgb, 8, false).bytes
        for count in 8..<bytes.count {
            let error = #expect(throws: ImageError.self) { try PNGCodec.decode(Array(bytes.prefix(count))) }
            #expect(error?.description.hasPrefix("PNG cannot be read: ") == true)
        }
        #expect(throws: ImageError.malformed(codec: "PNG", message: "the file ends too early")) {
            try PNGCodec.decode(Array(bytes.prefix(bytes.count / 2)))
        }
    }

    @Test(arguments: [(60_000, 50_000), (1, 65_536), (0x7FFF_FFFF, 1), (0x7FFF_FFFF, 0x7FFF_FFFF)])
    func `more pixels than are read are refused before any is allocated`(height: Int, width: Int) {
        let header = HandmadePNG.number(width) + HandmadePNG.number(height) + [8, 2, 0, 0, 0]
        let bytes =
            Array(Self.file(.rgb, 8, false).bytes.prefix(8)) + HandmadePNG.chunk("IHDR", header)
            + HandmadePNG.chunk("IDAT", HandmadePNG.deflated([0])) + HandmadePNG.chunk("IEND", [])
        let error = #expect(throws: ImageError.self) { try PNGCodec.decode(bytes) }
        #expect(
            error?.description == "expected a PNG of at most 100 megapixels and 65535 pixels a side, found \(height)x\(width) pixels")
    }

    @Test(arguments: ["zTXt", "tEXt", "iTXt", "iCCP", "sPLT", "eXIf", "vpAg"])
    func `texts and profiles are passed over, and no room is made for them`(name: String) throws {
        let whole = Self.file(.rgb, 8, false).bytes
        let (head, rest) = (whole.prefix(33), whole.dropFirst(33))
        let nonsense = HandmadePNG.chunk(name, Array("Comment".utf8) + [0, 0, 1, 2, 3])
        #expect(try PNGCodec.decode(head + nonsense + rest) == PNGCodec.decode(whole))
        let peak = Self.peakInMegabytes
        let endless = HandmadePNG.number(2_000_000_000) + nonsense.dropFirst(4)
        #expect(throws: ImageError.malformed(codec: "PNG", message: "the file ends too early")) {
            try PNGCodec.decode(head + endless + rest)
        }
        #expect(Self.peakInMegabytes - peak < 1000)
    }

    /// The most memory that this process has had.
    private static var peakInMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }

    @Test(arguments: [[], [0x25, 0x50], Array("hello, world".utf8)] as [[UInt8]])
    func `what is no picture is refused by its first bytes`(bytes: [UInt8]) {
        #expect(throws: ImageError.unknownFormat(prefix: bytes)) { try ImageCodecCatalog.decode(bytes) }
        #expect(ImageError.unknownFormat(prefix: bytes).description.hasPrefix("expected a PNG or JPEG image, found "))
    }

    @Test(arguments: [1, 3, 4], [0, 1, 6, 9, 400])
    func `what is written is read back`(channelCount: Int, level: Int) throws {
        let image = Image.drawn(heightInPixels: 37, widthInPixels: 53, channelCount: channelCount)
        for isPhotograph in [false, true] {
            let bytes = try PNGCodec.encode(image, compressionLevel: level, isPhotograph: isPhotograph)
            #expect(try PNGCodec.decode(bytes) == image)
        }
    }

    @Test func `an image without pixels is not written`() {
        let empty = Image(heightInPixels: 0, widthInPixels: 5, channelCount: 3, samples: [])
        #expect(throws: ImageError.notEncodable(codec: "PNG", reason: "the picture has no pixels")) { try PNGCodec.encode(empty) }
    }

    @Test(arguments: kinds)
    func `a damaged file is read or refused, never more`(type: HandmadePNG.ColorType, depth: Int, isInterlaced: Bool) {
        let bytes = Self.file(type, depth, isInterlaced).bytes
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
