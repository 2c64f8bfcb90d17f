import Imaging
import Testing

struct BarFigureTests {
    /// Pixels of each color but those of background and text.
    private func count(_ color: RGB, in image: Image) -> Int {
        stride(from: 0, to: image.samples.count, by: 3).count {
            RGB(image.samples[$0], image.samples[$0 + 1], image.samples[$0 + 2]) == color
        }
    }

    private let positive = FigureCanvas.test.ink(RGB(33, 102, 172))
    private let negative = FigureCanvas.test.ink(RGB(178, 24, 43))
    private let marked = FigureCanvas.test.ink(RGB(230, 159, 0))

    @Test func `bars are as long as their numbers`() throws {
        let figure = try BarFigure(title: "bars", names: ["a", "b", "c", "d"], isMarked: [false, false, false, true])
            .figure(of: [1, 2, -1, 2], on: .test)
        let (one, two, three) = (count(positive, in: figure.image), count(negative, in: figure.image), count(marked, in: figure.image))
        #expect(abs(Double(one) / Double(three) - 1.5) < 0.05 && abs(Double(two) / Double(three) - 0.5) < 0.05)
        #expect(figure.caption == "bars: 4 bars, range -1..2")
        #expect(figure.textTwin == ["  a: 1", "  b: 2", "  c: -1", "  d: 2, marked"])
    }

    @Test(arguments: [[Float(0), 0], [.nan, 3], [-.infinity, -2], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude]])
    func `difficult numbers can be drawn`(numbers: [Float]) throws {
        let figure = try BarFigure(title: "bars", names: ["a", "b"]).figure(of: numbers, on: .test)
        #expect(figure.image.heightInPixels > 0 && figure.image.widthInPixels <= 400)
    }

    @Test func `more bars than pixels share columns`() throws {
        let figure = try BarFigure(title: "bars", names: (0..<5000).map(String.init)).figure(
            of: (0..<5000).map { Float($0) - 100 }, on: .test)
        #expect(figure.image.widthInPixels <= 400 && figure.caption.contains("in each column"))
        #expect(figure.textTwin.last == "  … and 4980 more")
    }

    @Test func `no bars are no figure`() {
        #expect(throws: FigureError.self) { try BarFigure(title: "", names: []).figure(of: [], on: .test) }
        #expect(throws: FigureError.self) { try BarFigure(title: "", names: ["a"]).figure(of: [.nan], on: .test) }
    }
}
