import Imaging
import Testing

struct PictureGridFigureTests {
    private func picture(_ height: Int, _ width: Int, _ sample: UInt8) -> Image {
        Image(
            heightInPixels: height, widthInPixels: width, channelCount: 3,
            samples: [UInt8](repeating: sample, count: height * width * 3))
    }

    @Test func `pictures of several sizes stand in equal cells at one scale`() throws {
        let pictures = [picture(10, 10, 250), picture(6, 10, 200), picture(10, 4, 150)]
        let figure = try PictureGridFigure(title: "three", labels: [["a", "1"], ["b", "2"], ["c", "3"]], columns: 3, sizeInPixels: 40)
            .figure(of: pictures, on: .test)
        #expect(figure.caption == "three, enlarged 4x, samples 0..255")
        #expect(
            figure.textTwin == [
                "  a 1: 10x10, mean red 250.0, green 250.0, blue 250.0", "  b 2: 6x10, mean red 200.0, green 200.0, blue 200.0",
                "  c 3: 10x4, mean red 150.0, green 150.0, blue 150.0",
            ])
        let counts = [250, 200, 150].map { sample in
            stride(from: 0, to: figure.image.samples.count, by: 3).count { figure.image.samples[$0] == UInt8(sample) }
        }
        #expect(counts == [100 * 16, 60 * 16, 40 * 16])
    }

    @Test func `large pictures are reduced to the canvas`() throws {
        let figure = try PictureGridFigure(title: "large", labels: []).figure(of: [picture(900, 1200, 90)], on: .test)
        #expect(figure.image.heightInPixels <= 300 && figure.image.widthInPixels <= 400 && figure.image.widthInPixels > 200)
    }

    @Test func `no pictures are no figure`() {
        #expect(throws: FigureError.self) { try PictureGridFigure(title: "", labels: []).figure(of: [], on: .test) }
    }
}
