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
}
