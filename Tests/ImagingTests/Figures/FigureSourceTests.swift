import Imaging
import TestSupport
import Tensors
import Testing

@Suite struct `The source of a figure` {
    private static let maps = Tensor.random([6, 4, 5], seed: 3)

    private static func numbers(_ source: FigureSource?) -> [[Float]] {
        (source?.parts ?? []).map { part in
            switch part {
            case .tensor(let tensor): tensor.floats
            case .picture(let picture): picture.samples.map(Float.init)
            case .list(let numbers): numbers.map(Float.init)
            }
        }
    }

    @Test func `holds the planes that a grid shows, in their order`() throws {
        var grid = GridFigure(title: "maps", totalCount: 6, names: (0..<6).map { "a:\($0)" }, scaling: .shared, colormap: .magma)
        (grid.rows, grid.columns) = (2, 2)
        let source = try grid.figure(of: Self.maps, on: .test).source
        #expect(source?.layout == "grid of 2x2")
        #expect(source?.colormap == "magma" && source?.scaling == "shared")
        #expect(Self.numbers(source) == (0..<4).map { Self.maps.part($0).floats })
    }

    @Test func `holds a map, and the picture below it`() throws {
        let picture = Image(heightInPixels: 2, widthInPixels: 2, channelCount: 3, samples: (0..<12).map { UInt8($0 * 20) })
        let map = Self.maps.part(0)
        let alone = try MapFigure(title: "a:0", colormap: .viridis).figure(of: map, on: .test).source
        #expect(alone?.layout == "map" && Self.numbers(alone) == [map.floats])
        let overlay = try OverlayFigure(title: "a:0", colormap: .viridis).figure(of: map, over: picture, on: .test).source
        #expect(overlay?.layout == "map over a picture" && Self.numbers(overlay) == [map.floats, picture.samples.map(Float.init)])
    }

    @Test func `is the same on a canvas of another size`() throws {
        let figure = MapFigure(title: "a:0", colormap: .viridis)
        let small = try figure.figure(of: Self.maps.part(1), on: FigureCanvas(widthInPixels: 100, heightInPixels: 60))
        let large = try figure.figure(of: Self.maps.part(1), on: FigureCanvas(widthInPixels: 800, heightInPixels: 600))
        #expect(small.image.samples.count < large.image.samples.count)
        #expect(Self.numbers(small.source) == Self.numbers(large.source))
    }
}
