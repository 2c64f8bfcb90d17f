import Imaging
import Tensors
import TestSupport
import Testing

struct ContactSheetFigureTests {
    private static func row(_ name: String, _ shape: Shape, total: Int, seed: UInt64) -> ContactSheetFigure.Row {
        ContactSheetFigure.Row(
            name: name, planes: .random(shape, seed: seed), totalCount: total, names: (0..<shape[0]).map { "\(name):\($0)" })
    }

    private static func sheet(_ count: Int, _ scaling: Scaling = .each) -> ContactSheetFigure {
        let rows = (0..<count).map { row("conv\($0)", [4, 8 >> ($0 % 3), 8 >> ($0 % 3)], total: 10, seed: UInt64($0)) }
        return ContactSheetFigure(title: "maps of *", rows: rows, scaling: scaling, colormap: .viridis)
    }

    @Test func `the caption counts layers and maps, the words tell each layer's range and peak`() throws {
        let figure = try Self.sheet(3).figure(on: .test)
        #expect(figure.caption.hasPrefix("maps of *: 3 layers, 12 of 30 shown, each at most "))
        #expect(figure.caption.contains("viridis, scale each, range "))
        #expect(figure.textTwin.count == 3)
        #expect(figure.textTwin[1].hasPrefix("  conv1 4x4, 4 of 10: range "))
        #expect(figure.textTwin[1].contains(", peak at conv1:"))
    }

    @Test(arguments: [1, 2, 5, 17, 40])
    func `sheets fit the canvas and its palette`(count: Int) throws {
        let figure = try Self.sheet(count, .symmetric).figure(on: FigureCanvas(widthInPixels: 800, heightInPixels: 500))
        #expect(figure.image.heightInPixels <= 500 && figure.image.widthInPixels <= 800)
        #expect(figure.image.colorCount <= 256)
    }

    @Test func `one range for all gives equal numbers equal colors in every layer`() throws {
        let one = Tensor([2, 1, 1], [0, 1])
        let two = Tensor([2, 1, 1], [1, 2])
        let rows = [one, two].map { ContactSheetFigure.Row(name: "a", planes: $0, totalCount: 2, names: ["a:0", "a:1"]) }
        let figure = try ContactSheetFigure(title: "t", rows: rows, scaling: .shared, colormap: .gray, sizeInPixels: 10).figure(on: .test)
        let parts = figure.drawing.marks.compactMap { mark -> [UInt8]? in
            if case .picture(_, _, _, let image) = mark { Array(image.samples.prefix(3)) } else { nil }
        }
        #expect(parts.count == 4)
        #expect(parts[1] == parts[2] && parts[0] != parts[1] && parts[2] != parts[3])
    }

    @Test func `too little room and no maps are told apart`() {
        #expect(throws: FigureError.canvasTooSmall(widthInPixels: 20, heightInPixels: 20)) {
            try Self.sheet(3).figure(on: FigureCanvas(widthInPixels: 20, heightInPixels: 20))
        }
        #expect(throws: FigureError.empty(shape: [0])) {
            try ContactSheetFigure(title: "", rows: [], colormap: .gray).figure(on: .test)
        }
    }
}
