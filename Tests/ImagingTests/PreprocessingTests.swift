import Imaging
import Tensors
import TestSupport
import Testing

/// From a picture to what the network is fed.
struct PreprocessingTests {
    /// Height, width, short side, size, filter, and the checksum of what torchvision's Resize and CenterCrop make.
    static let goldens = Fixtures.rows("preprocessing.txt")

    private static func plain(
        height: Int = 8, width: Int = 8, fit: Preprocessing.Fit = .stretch, order: Preprocessing.ChannelOrder = .rgb,
        layout: Preprocessing.Layout = .nchw
    ) -> Preprocessing {
        Preprocessing(
            heightInPixels: height, widthInPixels: width, fit: fit, channelOrder: order, mean: [10, 20, 30], standardDeviation: [2, 4, 8],
            layout: layout)
    }

    @Test func `there are goldens`() { #expect(Self.goldens.count == 10) }

    @Test(arguments: goldens)
    func `the middle of the scaled picture is torchvision's`(row: [String]) throws {
        let sizes = row.prefix(4).compactMap { Int($0) }
        let preprocessing = Preprocessing(
            heightInPixels: sizes[3], widthInPixels: sizes[3], resizeShortSide: sizes[2],
            filter: try #require(ResamplingFilter(rawValue: row[4])), mean: [0], standardDeviation: [1])
        let image = Image.drawn(heightInPixels: sizes[0], widthInPixels: sizes[1], channelCount: 3)
        #expect(preprocessing.visibleImage(of: image).checksum == row[5])
    }

    @Test(arguments: [Preprocessing.ChannelOrder.rgb, .bgr], Preprocessing.Layout.allCases)
    func `every sample is normalized into its place`(order: Preprocessing.ChannelOrder, layout: Preprocessing.Layout) {
        let image = Image.drawn(heightInPixels: 5, widthInPixels: 7, channelCount: 3)
        let tensor = Self.plain(height: 5, width: 7, order: order, layout: layout).tensor(from: image)
        #expect(tensor.shape == (layout == .nchw ? [1, 3, 5, 7] : [1, 5, 7, 3]))
        for row in 0..<5 {
            for column in 0..<7 {
                for channel in 0..<3 {
                    let place = layout == .nchw ? (channel * 5 + row) * 7 + column : (row * 7 + column) * 3 + channel
                    let sample = Float(image.pixel(row, column)[order == .bgr ? 2 - channel : channel])
                    let mean: [Float] = [10, 20, 30]
                    let deviation: [Float] = [2, 4, 8]
                    #expect(tensor.floats[place] == (sample - mean[channel]) / deviation[channel])
                }
            }
        }
    }

    @Test func `a gray network gets one channel`() {
        let preprocessing = Preprocessing(
            heightInPixels: 28, widthInPixels: 28, fit: .stretch, channelOrder: .gray, mean: [0], standardDeviation: [255])
        let image = Image(heightInPixels: 28, widthInPixels: 28, channelCount: 3, samples: [UInt8](repeating: 255, count: 28 * 28 * 3))
        let tensor = preprocessing.tensor(from: image)
        #expect(tensor.shape == [1, 1, 28, 28])
        #expect(tensor.floats.allSatisfy { $0 == 1 })
    }

    @Test func `padding surrounds the whole picture`() {
        var preprocessing = Self.plain(height: 10, width: 10, fit: .pad)
        preprocessing.padding = 114
        let flat = Image(heightInPixels: 4, widthInPixels: 8, channelCount: 1, samples: [UInt8](repeating: 200, count: 32))
        let padded = preprocessing.visibleImage(of: flat)
        let rows = (0..<10).map { padded.pixel($0, 5)[0] }
        #expect(rows == [114, 114, 200, 200, 200, 200, 200, 114, 114, 114])
        #expect((0..<10).allSatisfy { padded.pixel(4, $0)[0] == 200 })
    }

    @Test(arguments: Preprocessing.Fit.allCases, [(1, 1), (1, 500), (500, 1), (7, 3), (224, 224), (1, 65_535), (65_535, 1)])
    func `every picture comes to the network's size`(fit: Preprocessing.Fit, size: (height: Int, width: Int)) {
        let image = Image.drawn(heightInPixels: size.height, widthInPixels: size.width, channelCount: 4)
        for shortSide in [nil, 5, 13, 20] {
            var preprocessing = Self.plain(height: 13, width: 9, fit: fit)
            preprocessing.resizeShortSide = shortSide
            let visible = preprocessing.visibleImage(of: image)
            #expect((visible.heightInPixels, visible.widthInPixels, visible.channelCount) == (13, 9, 3))
            #expect(preprocessing.tensor(from: image).shape == [1, 3, 13, 9])
        }
    }
}
