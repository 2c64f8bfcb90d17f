import Imaging
import TerminalGraphics
import TestSupport
import Testing

@Suite struct SixelEncoderTests {
    /// The sample that is left after rounding to percent.
    private static func shown(_ sample: UInt8) -> UInt8 {
        let percent = (Double(sample) / 2.55).rounded()
        return UInt8((percent * 2.55 + 1e-9).rounded())
    }

    @Test(arguments: ImageCase.withPalette)
    func `a picture of at most 256 colors is exact to a percent`(_ example: ImageCase) throws {
        let image = example.image
        let background = RGB(1, 254, 3)
        let decoded = DecodedPictures.all(
            in: SixelEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1, background: background)))
        #expect(decoded.violations == [])
        let picture = try #require(decoded.images.first)
        #expect(picture.widthInPixels == image.widthInPixels)
        #expect(picture.heightInPixels == (image.heightInPixels + 5) / 6 * 6)
        #expect(Array(picture.samples.prefix(image.samples.count)) == image.samples.map(Self.shown))
        let padding = Array(picture.samples.dropFirst(image.samples.count).prefix(3))
        let isFull = Set((0..<image.samples.count / 3).map { Array(image.samples[$0 * 3..<$0 * 3 + 3]) }).count == 256
        #expect(padding.isEmpty || isFull || padding == [1, 254, 3].map(Self.shown))
    }

    @Test func `a full palette is not spoiled by the rows that are added`() throws {
        let levels = (0...255).map { UInt8($0) }
        let image = Image(heightInPixels: 1, widthInPixels: 256, channelCount: 3, samples: levels.flatMap { [$0, 255 - $0, 0] })
        let background = RGB(252, 3, 90)
        let bytes = SixelEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1, background: background))
        let picture = try #require(DecodedPictures.all(in: bytes).images.first)
        #expect(Array(picture.samples.prefix(768)) == image.samples.map(Self.shown))
        #expect(Array(picture.samples.suffix(3)) == [252, 3, 0].map(Self.shown))
    }

    @Test(arguments: ImageCase.all)
    func `any picture decodes without violations`(_ example: ImageCase) {
        let decoded = DecodedPictures.all(in: SixelEncoder.encode(example.image, Placement(heightInCells: 1, widthInCells: 1)))
        #expect(decoded.violations == [])
        #expect(decoded.images.first?.widthInPixels == example.widthInPixels)
    }

    @Test(arguments: [(16, 60.0, 36.0), (64, 36.0, 10.0), (256, 22.0, 4.0)])
    func `many colors are quantized and dithered`(registerCount: Int, largestError: Double, largestMeanError: Double) throws {
        let image = smoothImage(heightInPixels: 120, widthInPixels: 180)
        let bytes = SixelEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1, colorRegisterCount: registerCount))
        let decoded = DecodedPictures.all(in: bytes)
        #expect(decoded.violations == [])
        let picture = try #require(decoded.images.first)
        let squares = zip(picture.samples, image.samples).map { (Double($0) - Double($1)) * (Double($0) - Double($1)) }
        #expect((squares.reduce(0, +) / Double(squares.count)).squareRoot() < largestError)
        // Dithering keeps what an eye sees from afar: means over 20 by 20 pixels, but for the corners of the colors.
        #expect(largestMeanDifference(picture, image, side: 20) < largestMeanError)
        #expect(Set(TerminalStream(bytes).tokens.flatMap(Self.registers)).count <= registerCount)
    }

    private static func registers(_ token: TerminalToken) -> [Substring] {
        guard case .string("P", let bytes, _) = token else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "#").dropFirst().map { $0.prefix { $0.isNumber } }
    }

    private func largestMeanDifference(_ a: Image, _ b: Image, side: Int) -> Double {
        func mean(_ image: Image, _ top: Int, _ left: Int, _ channel: Int) -> Double {
            var sum = 0
            for row in top..<top + side {
                for column in left..<left + side { sum += Int(image.samples[(row * image.widthInPixels + column) * 3 + channel]) }
            }
            return Double(sum) / Double(side * side)
        }
        var largest = 0.0
        for top in stride(from: 0, through: b.heightInPixels - side, by: side) {
            for left in stride(from: 0, through: b.widthInPixels - side, by: side) {
                for channel in 0..<3 { largest = max(largest, abs(mean(a, top, left, channel) - mean(b, top, left, channel))) }
            }
        }
        return largest
    }

    @Test func `two colors in one band share a pass where they do not overlap`() {
        let samples: [UInt8] = Array(repeating: [255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 255], count: 6).flatMap { $0 }
        let image = Image(heightInPixels: 6, widthInPixels: 5, channelCount: 3, samples: samples)
        let bytes = SixelEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1))
        #expect(spelledOut(bytes) == "ESC P0;1;0q\"1;1;5;6#1;2;0;0;100#0;2;100;0;0#0!4~#1~-ESC \\")
    }
}
