import Imaging
import TestSupport
import Tensors
import Testing
import Workbench

@Suite struct `The mark of a figure` {
    private static let canvas = FigureCanvas(widthInPixels: 300, heightInPixels: 200)

    private static func grid(_ planes: Tensor, columns: Int = 2, colormap: Colormap = .viridis, scaling: Scaling = .each) throws
        -> FigureMark
    {
        var grid = GridFigure(title: "maps", totalCount: 4, names: (0..<4).map { "a:\($0)" }, scaling: scaling, colormap: colormap)
        grid.columns = columns
        return FigureMark(try grid.figure(of: planes, on: canvas))
    }

    @Test func `comes back from its lines`() throws {
        let mark = try Self.grid(.random([4, 6, 5], seed: 1))
        #expect(mark.sketches.map(\.dimensions) == [[4, 6, 5]])
        let read = try #require(FigureMark(lines: mark.lines))
        #expect(read.lines == mark.lines && mark.difference(to: read) == nil && read.difference(to: mark) == nil)
    }

    @Test func `is the same for other pixels of the same numbers`() throws {
        let planes = Tensor.random([4, 6, 5], seed: 1)
        let rounded = Tensor([4, 6, 5], planes.floats.map { $0 * 1.000001 })
        #expect(try Self.grid(planes).difference(to: Self.grid(rounded)) == nil)
    }

    @Test func `tells other numbers, orders, colors, scalings and arrangements`() throws {
        let planes = Tensor.random([4, 6, 5], seed: 1)
        let mark = try Self.grid(planes)
        let swapped = Tensor([4, 6, 5], planes.part(1).floats + planes.part(0).floats + planes.part(2).floats + planes.part(3).floats)
        var other = planes.floats
        other[7] += 0.1
        let cases: [(FigureMark, String)] = [
            (try Self.grid(swapped), "expected other numbers"), (try Self.grid(Tensor([4, 6, 5], other)), "expected"),
            (try Self.grid(planes, columns: 4), "expected the layout 'grid of 2x2', found 'grid of 1x4'"),
            (try Self.grid(planes, colormap: .magma), "expected the color map 'viridis', found 'magma'"),
            (try Self.grid(planes, scaling: .shared), "expected the scaling 'each', found 'shared'"),
        ]
        for (found, words) in cases { #expect(mark.difference(to: found)?.hasPrefix(words) == true, "\(mark.difference(to: found) ?? "")") }
    }

    @Test func `of a figure without numbers is its words`() {
        let image = Image(heightInPixels: 1, widthInPixels: 1, channelCount: 3, samples: [1, 2, 3])
        let mark = FigureMark(Figure(image: image, caption: "a", textTwin: ["  1.5 of b"]))
        #expect(mark.lines == ["caption a", "words   1.5 of b"])
        #expect(mark.difference(to: FigureMark(Figure(image: image, caption: "a", textTwin: ["  1.5 of c"]))) != nil)
    }

    @Test(arguments: [
        "numbers", "numbers x", "numbers 2 range 1", "numbers 2 range 1 2 mean 1 rms 1 sketch 1 2", "color red", "numbers 2x range 0 1",
    ])
    func `is none where a line says something else`(line: String) { #expect(FigureMark(lines: [line]) == nil) }
}
