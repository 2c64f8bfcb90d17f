import Imaging
import Testing

/// Lines over a position, and sizes as bars.
@Suite struct ChartTests {
    private func chart(_ numbers: [[Double?]], isLogarithmic: Bool? = nil) -> LineChartFigure {
        LineChartFigure(
            title: "chart", horizontalTitle: "place", verticalTitle: "number",
            series: numbers.enumerated().map { LineChartFigure.Series(name: "line \($0)", numbers: $1) }, isLogarithmic: isLogarithmic)
    }

    @Test func `each line has its color, and few colors there are`() throws {
        let figure = try chart([[1, 2, 3], [3, 2, 1]]).figure(on: .test)
        let colors = Set(
            (0..<figure.image.heightInPixels).flatMap { row in (0..<figure.image.widthInPixels).map { figure.image.rgb(row, $0) } })
        #expect(colors.contains(RGB(86, 180, 233)) && colors.contains(RGB(230, 159, 0)))
        #expect(colors.count <= 6)
    }

    @Test func `a rising line rises`() throws {
        let figure = try chart([[0, 10, 20, 30]]).figure(on: .test)
        let color = RGB(86, 180, 233)
        let legend = figure.image.heightInPixels - 30
        func highest(_ column: Int) -> Int? { (0..<legend).first { figure.image.rgb($0, column) == color } }
        let rows = stride(from: 80, to: 380, by: 50).compactMap(highest)
        #expect(rows.count == 6 && rows == rows.sorted(by: >) && Set(rows).count == rows.count)
    }

    @Test func `numbers over many magnitudes are drawn by their logarithm, unless one is not positive`() throws {
        #expect(try chart([[1, 1000]]).figure(on: .test).caption.contains("logarithmic"))
        #expect(try chart([[1, 10]]).figure(on: .test).caption.contains("linear"))
        #expect(try chart([[0, 1000]]).figure(on: .test).caption.contains("linear"))
        #expect(
            try chart([[1, 2, nil, 1000]]).figure(on: .test).caption
                == "chart: number over place, 1 line of 4 places, logarithmic, range 1..1000")
    }

    @Test func `the text twin lists where a line changes`() throws {
        let twin = try chart([[1, 1, 2, nil, 2], (0..<100).map { Double($0) }]).figure(on: .test).textTwin
        #expect(twin[0] == "  line 0: 1: 1, 3: 2, 4: none, 5: 2")
        #expect(twin[1].hasSuffix("40: 39, … (60 more changes)"))
    }

    @Test(arguments: [
        [0.0], [5, 5, 5], [-3, 4], [1e-300, 1e300], [Double.infinity, 1], [Double.nan, 2, -Double.infinity], [1e308, -1e308],
        [Double.leastNonzeroMagnitude, 1],
        [Double](repeating: 7, count: 3000),
    ])
    func `whatever the numbers, there is a picture`(numbers: [Double]) throws {
        for isLogarithmic in [nil, true, false] {
            let figure = try chart([numbers], isLogarithmic: isLogarithmic).figure(on: .test)
            #expect(figure.image.widthInPixels <= 400 && figure.image.heightInPixels <= 300)
        }
        let sizes = SizeHistogramFigure(
            title: "sizes", horizontalTitle: "size", sizes: numbers + [3], marks: [SizeHistogramFigure.Mark(name: "m", size: 5)])
        if numbers.allSatisfy({ $0 < 1e9 && $0 > 1e-9 || $0 <= 0 || $0.isNaN }) { _ = try sizes.figure(on: .test) }
    }

    @Test func `nothing to draw and no room are errors`() {
        #expect(throws: FigureError.self) { try chart([]).figure(on: .test) }
        #expect(throws: FigureError.self) { try chart([[nil, .nan]]).figure(on: .test) }
        #expect(throws: FigureError.self) { try chart([[1, 2]]).figure(on: FigureCanvas(widthInPixels: 40, heightInPixels: 30)) }
        #expect(throws: FigureError.self) {
            try SizeHistogramFigure(title: "sizes", horizontalTitle: "size", sizes: [], marks: []).figure(on: .test)
        }
    }

    @Test func `bars count what falls between their edges`() throws {
        let figure = try SizeHistogramFigure(
            title: "sizes", horizontalTitle: "size", sizes: [4, 4, 4.5, 8, 15], marks: [SizeHistogramFigure.Mark(name: "conv1", size: 7)]
        ).figure(on: .test)
        #expect(figure.caption == "sizes: 5 sizes in bars of a quarter octave, range 4..15")
        #expect(figure.textTwin == ["  from 4: 3", "  from 8: 1", "  from 13.45: 1", "  conv1: 7"])
    }
}
