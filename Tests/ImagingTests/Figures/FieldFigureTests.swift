import Imaging
import TestSupport
import Testing

/// A field drawn over a picture.
struct FieldFigureTests {
    private static let photo = Image.drawn(heightInPixels: 10, widthInPixels: 10, channelCount: 3)

    private func seen(_ rows: Range<Int>, _ columns: Range<Int>) -> [Bool] {
        (0..<100).map { rows.contains($0 / 10) && columns.contains($0 % 10) }
    }

    @Test func `what the unit sees is the picture itself, the rest is dark`() throws {
        let figure = FieldFigure(caption: "field", rows: 2..<6, columns: 3..<9, isSeen: seen(2..<6, 3..<9))
        let canvas = FigureCanvas(widthInPixels: 100, heightInPixels: 100)
        let drawn = try figure.figure(over: Self.photo, on: canvas)
        #expect((drawn.image.heightInPixels, drawn.image.widthInPixels) == (100, 100))
        #expect(drawn.image.rgb(35, 55) == Self.photo.rgb(3, 5))
        #expect(drawn.image.rgb(85, 55).luminance < Self.photo.rgb(8, 5).luminance / 2)
        #expect(drawn.image.rgb(20, 40) == drawn.image.rgb(59, 80))
        #expect(drawn.caption == "field, bright what the unit sees")
    }

    @Test func `padding is drawn beside the picture, and a box that is much larger is cut`() throws {
        let canvas = FigureCanvas(widthInPixels: 300, heightInPixels: 300)
        let padded = FieldFigure(caption: "field", rows: -4..<6, columns: 3..<9, isSeen: seen(0..<6, 3..<9))
        let drawn = try padded.figure(over: Self.photo, on: canvas)
        #expect(drawn.image.heightInPixels * 10 == drawn.image.widthInPixels * 14)
        #expect(drawn.caption == "field, bright what the unit sees, padding hatched")
        let huge = FieldFigure(caption: "field", rows: -400..<600, columns: -1..<11, isSeen: seen(0..<10, 0..<10))
        #expect(
            try huge.figure(over: Self.photo, on: canvas).caption
                == "field, bright what the unit sees, padding hatched, its box cut in the figure")
        #expect(try huge.figure(over: Self.photo, on: canvas).image.heightInPixels == 300)
    }

    @Test(arguments: [(1, 1), (3, 200), (200, 3)])
    func `it fits a canvas of any size`(height: Int, width: Int) throws {
        let canvas = FigureCanvas(widthInPixels: width, heightInPixels: height)
        let figure = FieldFigure(
            caption: "", rows: -3..<20, columns: 5..<6, isSeen: seen(0..<10, 5..<6), effects: [Double](repeating: .infinity, count: 100),
            colormap: .viridis)
        let image = try figure.figure(over: Self.photo, on: canvas).image
        #expect(image.heightInPixels <= height && image.widthInPixels <= width)
    }

    @Test func `a mask of another size is refused`() {
        let figure = FieldFigure(caption: "", rows: 0..<1, columns: 0..<1, isSeen: [true])
        #expect(throws: FigureError.self) { try figure.figure(over: Self.photo, on: .test) }
    }
}
