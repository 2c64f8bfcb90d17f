import Imaging
import Tensors
import TestSupport
import Testing

/// Pictures, overlays, numbers and histograms.
struct FigureTests {
    private static let photo = Image.drawn(heightInPixels: 20, widthInPixels: 30, channelCount: 3)

    @Test func `a small picture is enlarged by a whole factor, pixel for pixel`() throws {
        let figure = try PictureFigure(title: "drawn").figure(of: Self.photo, on: .test)
        #expect((figure.image.heightInPixels, figure.image.widthInPixels) == (260, 390))
        for (row, column) in [(0, 0), (7, 29), (19, 3)] {
            #expect(figure.image.pixel(row * 13 + 12, column * 13) == Self.photo.pixel(row, column))
        }
        #expect(figure.caption == "drawn: 20x30x3, 0..255, shown at 260x390")
    }

    @Test func `a large picture is reduced to fit`() throws {
        let large = Image.drawn(heightInPixels: 700, widthInPixels: 500, channelCount: 1)
        let image = try PictureFigure(title: "").figure(of: large, on: .test).image
        #expect((image.heightInPixels, image.widthInPixels) == (300, 214))
    }

    @Test func `channels stand side by side in gray`() throws {
        let canvas = FigureCanvas(widthInPixels: 94, heightInPixels: 20)
        let image = try PictureFigure(title: "drawn").channels(of: Self.photo, on: canvas).image
        #expect(image.widthInPixels == 94)
        for channel in 0..<3 {
            let level = Self.photo.pixel(11, 17)[channel]
            #expect(image.pixel(11, 17 + channel * 32) == [level, level, level])
        }
    }

    @Test func `an overlay mixes every number's color into its share of the picture`() throws {
        let overlay = OverlayFigure(title: "map", colormap: .viridis, opacity: 0.25)
        let canvas = FigureCanvas(widthInPixels: 30, heightInPixels: 20)
        let image = try overlay.figure(of: Tensor([2, 3], [0, 1, 2, 3, 4, 5]), over: Self.photo, on: canvas).image
        let level = Colormap.viridis.levels[Int((5.0 / 5 * Double(Colormap.levelCount - 1)).rounded())]
        #expect(
            image.rgb(19, 29)
                == Self.photo.resampled(heightInPixels: 20, widthInPixels: 30, filter: .nearest).rgb(19, 29).mixed(
                    with: level, share: 0.25))
        #expect(image.rgb(0, 0) == Self.photo.rgb(0, 0).mixed(with: Colormap.viridis.levels[0], share: 0.25))
    }

    @Test func `a map stands beside the bar of its colors`() throws {
        let figure = try MapFigure(title: "conv:3", scaling: .symmetric, colormap: .diverging).figure(
            of: Tensor([2, 2], [-1, 0, 0.5, 0.25]), on: .test)
        let image = figure.image
        let bar = 2 * (image.heightInPixels / 2) + 6
        #expect(image.rgb(0, bar) == Colormap.diverging.levels.last)
        #expect(image.rgb(image.heightInPixels - 1, bar) == Colormap.diverging.levels.first)
        #expect(image.rgb(image.heightInPixels - 1, 0) == image.rgb(image.heightInPixels / 4 - 1, bar))
        #expect(figure.caption.hasPrefix("conv:3: 2x2, enlarged 150x, diverging, scale symmetric, range -1..0.5"))
    }

    @Test(arguments: [1, 3, 4])
    func `pixels are written as the numbers they are`(channelCount: Int) throws {
        let picture = Image.drawn(heightInPixels: 20, widthInPixels: 30, channelCount: channelCount)
        let figure = try PixelNumbersFigure(title: "pixels", row: 18, column: 3, size: 4).figure(
            of: picture, on: FigureCanvas(widthInPixels: 600, heightInPixels: 300))
        #expect(figure.caption.hasPrefix("pixels @18,3: 2x4 of 20x30"))
        #expect(figure.image.colorCount <= 256)
        let numbers = figure.textTwin.filter { !$0.hasSuffix(":") }.map { $0.split(separator: " ").compactMap { UInt8($0) } }
        let expected = (0..<channelCount).flatMap { channel in
            (18..<20).map { row in (3..<7).map { picture.pixel(row, $0)[channel] } }
        }
        #expect(numbers == expected)
    }

    @Test func `pixels outside the picture are refused by their address`() {
        let error = #expect(throws: FigureError.self) {
            try PixelNumbersFigure(title: "", row: 20, column: 0, size: 4).figure(of: Self.photo, on: .test)
        }
        #expect(error?.description == "@20,0 lies outside the picture of 20x30")
    }

    @Test func `all 256 numbers of three channels have few colors enough`() throws {
        let samples = (0..<256).flatMap { [UInt8($0), UInt8(255 - $0), UInt8($0)] }
        let picture = Image(heightInPixels: 16, widthInPixels: 16, channelCount: 3, samples: samples)
        let canvas = FigureCanvas(widthInPixels: 4000, heightInPixels: 1000)
        #expect(try PixelNumbersFigure(title: "", row: 0, column: 0, size: 16).figure(of: picture, on: canvas).image.colorCount <= 256)
    }

    @Test func `a histogram counts every finite number once`() throws {
        let numbers = Tensor([2000], Tensor.random([1998], seed: 2).floats + [.nan, .infinity])
        let figure = try HistogramFigure(title: "conv").figure(of: numbers, on: .test)
        #expect(figure.caption.hasPrefix("histogram of conv: 1998 numbers in 64 bins"))
        let counts = figure.textTwin.compactMap { line in
            line.split(separator: ":").last?.split(separator: " ").first.flatMap { Int($0) }
        }
        #expect(counts.count == 16)
        #expect(counts.reduce(0, +) == 1998)
    }
}
