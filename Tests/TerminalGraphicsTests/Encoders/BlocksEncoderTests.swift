import Imaging
import TerminalGraphics
import TestSupport
import Testing

@Suite struct BlocksEncoderTests {
    @Test(arguments: ImageCase.all.filter { $0.channelCount == 3 } + ImageCase.withPalette)
    func `pixels come back exactly`(_ example: ImageCase) throws {
        let image = example.image
        let decoded = DecodedPictures.all(in: BlocksEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1)))
        #expect(decoded.violations == [])
        let picture = try #require(decoded.images.first)
        #expect(decoded.images.count == 1)
        #expect(picture.heightInPixels == (image.heightInPixels + 1) / 2 * 2)
        #expect(Array(picture.samples.prefix(image.samples.count)) == image.samples)
    }

    @Test func `colors are written only where they change`() {
        let image = Image(heightInPixels: 2, widthInPixels: 3, channelCount: 1, samples: [9, 9, 0, 0, 0, 0])
        let bytes = BlocksEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 3))
        #expect(spelledOut(bytes) == "ESC [48;2;0;0;0mESC [38;2;9;9;9m\u{2580}\u{2580} ESC [0m")
    }
}
