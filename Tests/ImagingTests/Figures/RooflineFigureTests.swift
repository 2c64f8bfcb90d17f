import Imaging
import Testing

/// Steps under what a machine allows.
@Suite struct RooflineFigureTests {
    private func roofline(_ places: [(intensity: Double, rate: Double)]) -> RooflineFigure {
        RooflineFigure(
            title: "roofline of a network",
            points: places.enumerated().map { index, place in
                RooflineFigure.Point(
                    name: "step \(index)", group: index % 2 == 0 ? "blocks" : "tiles", intensity: place.intensity, rate: place.rate)
            }, peak: 400e9, bandwidth: 20e9)
    }

    @Test(arguments: [(1.0, 20e9), (20, 400e9), (10, 200e9), (1000, 400e9), (0.5, 10e9)])
    func `the roof is the memory's slope up to the peak`(intensity: Double, rate: Double) {
        #expect(roofline([]).roof(at: intensity) == rate)
    }

    @Test func `caption and text twin say what is drawn`() throws {
        let figure = try roofline([(2, 20e9), (40, 300e9)]).figure(on: .test)
        #expect(
            figure.caption
                == "roofline of a network: GFLOP/s over operations a byte, 2 steps, both axes logarithmic, range 20..300; "
                + "roof: 400 GFLOP/s in registers, 20 GB/s from memory, which meet at 20 operations a byte")
        #expect(
            figure.textTwin == [
                "  step 0: 2 operations a byte, 20 GFLOP/s, 50 % of the roof, blocks",
                "  step 1: 40 operations a byte, 300 GFLOP/s, 75 % of the roof, tiles",
            ])
    }

    @Test func `a faster step is drawn higher, one of more intensity farther right`() throws {
        let figure = try roofline([(1, 2e9), (64, 256e9)]).figure(on: .test)
        let legend = figure.image.heightInPixels - 24
        func place(_ color: RGB) -> (row: Int, column: Int)? {
            for row in 0..<legend {
                for column in 0..<figure.image.widthInPixels where figure.image.rgb(row, column) == color { return (row, column) }
            }
            return nil
        }
        let (slow, fast) = (try #require(place(RGB(86, 180, 233))), try #require(place(RGB(230, 159, 0))))
        #expect(fast.row < slow.row && fast.column > slow.column)
    }

    @Test(
        arguments: [
            [(0.0, 1e9)], [(-1, 1e9)], [(1, 0)], [(.infinity, 1e9)], [(1, .nan)],
        ] as [[(Double, Double)]])
    func `what has no place is left out`(places: [(Double, Double)]) throws {
        #expect(throws: FigureError.self) { try roofline(places).figure(on: .test) }
        #expect(try roofline(places + [(1, 1e9)]).figure(on: .test).textTwin.count == 1)
    }

    @Test(arguments: [[(1e-9, 1e-9), (1e12, 1e15)], [(1e300, 1e300)], [(1e-300, 1e-300)]] as [[(Double, Double)]])
    func `whatever the numbers, there is a picture`(places: [(Double, Double)]) throws {
        let figure = try roofline(places).figure(on: .test)
        #expect(figure.image.widthInPixels <= 400 && figure.image.heightInPixels <= 300)
    }

    @Test func `no room is an error`() {
        #expect(throws: FigureError.self) { try roofline([(1, 1e9)]).figure(on: FigureCanvas(widthInPixels: 50, heightInPixels: 50)) }
    }
}
