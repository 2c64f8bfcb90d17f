import Imaging
import TerminalGraphics
import TestSupport
import Testing

@Suite struct ITerm2EncoderTests {
    @Test(arguments: ImageCase.all)
    func `pixels come back exactly`(_ example: ImageCase) {
        let background = RGB(255, 0, 9)
        let bytes = ITerm2Encoder.encode(example.image, Placement(heightInCells: 4, widthInCells: 5, background: background))
        let decoded = DecodedPictures.all(in: bytes)
        #expect(decoded.violations == [])
        #expect(decoded.images.count == 1)
        let difference = decoded.images.first.flatMap { image in
            largestDifference(opaqueSamples(of: image, over: background), opaqueSamples(of: example.image, over: background))
        }
        #expect(difference.map { $0 <= (example.channelCount == 4 ? 1 : 0) } == true)
    }

    @Test func `the size is given in cells`() {
        let bytes = ITerm2Encoder.encode(smoothImage(heightInPixels: 3, widthInPixels: 3), Placement(heightInCells: 12, widthInCells: 34))
        #expect(String(decoding: bytes, as: UTF8.self).contains(";width=34;height=12;preserveAspectRatio=1:"))
    }

    @Test func `a large file comes in parts where the terminal takes them`() {
        var generator = SeededGenerator(seed: 8)
        let samples = (0..<300 * 400 * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let image = Image(heightInPixels: 300, widthInPixels: 400, channelCount: 3, samples: samples)
        var placement = Placement(heightInCells: 1, widthInCells: 1)
        placement.takesMultipart = true
        let bytes = ITerm2Encoder.encode(image, placement)
        let decoded = DecodedPictures.all(in: bytes)
        #expect(decoded.violations == [])
        #expect(decoded.images == [image])
        let lengths = TerminalStream(bytes).tokens.map { token -> Int in
            guard case .string("]", _, let byteCount) = token else { return -1 }
            return byteCount
        }
        #expect(lengths.count > 3)
        #expect(lengths.allSatisfy { (1..<300_000).contains($0) })
    }
}
