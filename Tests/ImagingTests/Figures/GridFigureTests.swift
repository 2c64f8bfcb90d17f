import Imaging
import Tensors
import TestSupport
import Testing

/// Grids pixel by pixel.
struct GridFigureTests {
    private static func grid(_ count: Int, _ scaling: Scaling = .each) -> GridFigure {
        GridFigure(title: "maps", totalCount: count, names: (0..<count).map { "conv:\($0)" }, scaling: scaling, colormap: .viridis)
    }

    private static let levels = Colormap.viridis.levels

    /// The color that a number between two others has in a figure.
    private static func color(_ number: Float, _ low: Float, _ high: Float) -> RGB {
        let level = (Double(number) - Double(low)) / (Double(high) - Double(low)) * Double(Colormap.levelCount - 1)
        return levels[Int(min(max(level, 0), Double(Colormap.levelCount - 1)).rounded())]
    }

    @Test(arguments: [Scaling.each, .shared, .symmetric, .range(-0.5, 0.25)])
    func `every number is a square of its color`(scaling: Scaling) throws {
        let maps = Tensor.random([6, 4, 5], seed: 3)
        var grid = Self.grid(6, scaling)
        (grid.rows, grid.columns, grid.sizeInPixels) = (2, 3, 20)
        let image = try grid.figure(of: maps, on: .test).image
        #expect(image.heightInPixels == 2 * 16 + 3 * 2)
        let gridWidth = 3 * 20 + 4 * 2
        #expect(
            scaling == .each ? image.widthInPixels == gridWidth : image.widthInPixels > gridWidth + 12, "a bar where colors mean the same")
        for cell in 0..<6 {
            let part = maps.part(cell)
            let statistics = scaling == .each ? part.statistics : maps.statistics
            let magnitude = max(abs(statistics.minimum), abs(statistics.maximum))
            let (low, high): (Float, Float) =
                switch scaling {
                case .each, .shared: (statistics.minimum, statistics.maximum)
                case .symmetric: (-magnitude, magnitude)
                case .range(let low, let high): (low, high)
                }
            for y in 0..<16 {
                for x in 0..<20 {
                    let number = part.floats[y / 4 * 5 + x / 4]
                    #expect(image.rgb(2 + cell / 3 * 18 + y, 2 + cell % 3 * 22 + x) == Self.color(number, low, high))
                }
            }
        }
    }

    @Test func `maps larger than the canvas are shown by means, and the caption says so`() throws {
        let maps = Tensor([1, 8, 8], (0..<64).map { Float($0 % 8 < 4 ? 0 : 1) })
        let canvas = FigureCanvas(widthInPixels: 8, heightInPixels: 8)
        let figure = try Self.grid(1).figure(of: maps, on: canvas)
        #expect(figure.image.rgb(3, 3) == Self.color(0, 0, 1))
        #expect(figure.image.rgb(3, 5) == Self.color(1, 0, 1))
        #expect(figure.caption.contains("reduced 1:2 (means)"))
    }

    @Test func `what is not finite has a color of its own and is counted`() throws {
        var numbers = Tensor.random([1, 3, 3], seed: 5).floats
        numbers[4] = .nan
        numbers[7] = .infinity
        let figure = try Self.grid(1).figure(of: Tensor([1, 3, 3], numbers), on: .test)
        let side = figure.image.heightInPixels / 3
        #expect(figure.image.rgb(side + side / 2, side + side / 2) == RGB(255, 0, 255))
        #expect(figure.caption.contains("2 not finite"))
    }

    @Test func `the caption says how many are shown, and the twin where the peaks are`() throws {
        var numbers = [Float](repeating: 0, count: 3 * 4 * 4)
        (numbers[5], numbers[16 + 11], numbers[32]) = (2, 7, -1)
        var grid = GridFigure(title: "maps of conv", totalCount: 64, names: ["conv:9", "conv:4", "conv:17"], colormap: .viridis)
        grid.labels = ["9", "4", "17"]
        let figure = try grid.figure(of: Tensor([3, 4, 4], numbers), on: .test)
        #expect(figure.caption.hasPrefix("maps of conv: 3 of 64 shown, each 4x4, enlarged "))
        #expect(figure.caption.hasSuffix("viridis, scale each, range -1..7"))
        #expect(
            figure.textTwin == [
                "  conv:9: range 0..2, mean 0.125, peak at conv:9@1,1", "  conv:4: range 0..7, mean 0.4375, peak at conv:4@2,3",
                "  conv:17: range -1..0, mean -0.0625, peak at conv:17@0,1",
            ])
    }

    @Test func `numbers that differ by rounding are drawn as the constant they are`() throws {
        let numbers = (0..<16).map { Float(24) + Float($0 % 3) * Float(24).ulp }
        let figure = try Self.grid(1).figure(of: Tensor([1, 4, 4], numbers), on: .test)
        #expect(figure.image.colorCount == 2, "the map and the gap around it")
    }

    @Test func `many maps are counted, not all described`() throws {
        let figure = try Self.grid(64).figure(of: .random([64, 2, 2], seed: 1), on: .test)
        #expect(figure.textTwin.count == 21)
        #expect(figure.textTwin.last == "  … and 44 more")
    }

    @Test func `a filter over three channels is drawn as a color around gray`() throws {
        let filter = Tensor([1, 3, 1, 2], [1, 0, 0, -1, 0.5, 0])
        let image = try Self.grid(1).composite(of: filter, on: .test).image
        let (row, left, right) = (image.heightInPixels / 2, image.widthInPixels / 4, image.widthInPixels * 3 / 4)
        #expect(image.pixel(row, left).map { Int($0) / 8 } == [31, 16, 23])
        #expect(image.pixel(row, right).map { Int($0) / 8 } == [16, 0, 16])
    }

    @Test func `labels take room below their pictures and no colors but one`() throws {
        let maps = Tensor.random([4, 8, 8], seed: 9)
        var grid = Self.grid(4)
        let plain = try grid.figure(of: maps, on: .test).image
        grid.labels = ["0", "1", "2", "a label that is longer than its picture is wide, by far, even on this canvas"]
        let labeled = try grid.figure(of: maps, on: .test).image
        let ink = FigureCanvas.test.foreground
        #expect((0..<labeled.heightInPixels).contains { row in (0..<labeled.widthInPixels).contains { labeled.rgb(row, $0) == ink } })
        #expect(labeled.colorCount <= 256)
        #expect(!(0..<plain.heightInPixels).contains { row in (0..<plain.widthInPixels).contains { plain.rgb(row, $0) == ink } })
    }
}
