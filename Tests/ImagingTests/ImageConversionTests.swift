import Imaging
import Testing

/// Channels in and out, and cutting.
struct ImageConversionTests {
    private static func pixel(_ samples: [UInt8]) -> Image {
        Image(heightInPixels: 1, widthInPixels: 1, channelCount: samples.count, samples: samples)
    }

    @Test(
        arguments: [
            ([77], [77, 77, 77]), ([1, 2, 3], [1, 2, 3]), ([255, 0, 100, 255], [255, 0, 100]), ([255, 0, 100, 0], [10, 20, 30]),
            ([210, 220, 230, 51], [50, 60, 70]),
        ] as [([UInt8], [UInt8])])
    func `what is transparent shows the background`(samples: [UInt8], expected: [UInt8]) {
        #expect(Self.pixel(samples).convertedToRGB(over: RGB(10, 20, 30)).samples == expected)
    }

    @Test(arguments: [([255, 0, 0], 76), ([0, 255, 0], 150), ([0, 0, 255], 29), ([9, 9, 9], 9), ([200], 200)] as [([UInt8], UInt8)])
    func `gray is the luma of BT 601`(samples: [UInt8], luma: UInt8) {
        #expect(Self.pixel(samples).convertedToGray().samples == [luma])
    }

    @Test func `a part holds the pixels from its corner on`() {
        let image = Image.drawn(heightInPixels: 6, widthInPixels: 9, channelCount: 3)
        let part = image.cropped(row: 2, column: 3, heightInPixels: 4, widthInPixels: 5)
        for row in 0..<4 {
            for column in 0..<5 { #expect(part.pixel(row, column) == image.pixel(row + 2, column + 3)) }
        }
    }
}
