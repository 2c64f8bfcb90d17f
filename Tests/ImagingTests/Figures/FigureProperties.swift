import Imaging
import Tensors
import TestSupport
import Testing

extension Image {
    /// How many colors there are.
    var colorCount: Int {
        var isSeen = [Bool](repeating: false, count: 1 << 24)
        var count = 0
        samples.withUnsafeBufferPointer { samples in
            for first in stride(from: 0, to: samples.count, by: 3) {
                let color = Int(samples[first]) << 16 | Int(samples[first + 1]) << 8 | Int(samples[first + 2])
                if !isSeen[color] {
                    isSeen[color] = true
                    count += 1
                }
            }
        }
        return count
    }

    func rgb(_ row: Int, _ column: Int) -> RGB {
        let pixel = pixel(row, column)
        return RGB(pixel[0], pixel[1], pixel[2])
    }
}

extension FigureCanvas {
    static let test = FigureCanvas(widthInPixels: 400, heightInPixels: 300)
}

/// What holds for every figure, whatever the numbers and the canvas.
struct FigureProperties {
    /// Numbers that have broken drawing programs.
    static let difficult: [(String, [Float])] = [
        ("constant", [Float](repeating: 3, count: 12)), ("zero", [Float](repeating: 0, count: 12)),
        ("nan", [Float](repeating: .nan, count: 12)), ("infinite", (0..<12).map { $0 % 2 == 0 ? .infinity : -.infinity }),
        ("mixed", [1, .nan, 2, .infinity, -3, 0, -.infinity, 4, 5, 6, 7, 8]),
        ("huge", (0..<12).map { $0 % 2 == 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude }),
        ("largest", [Float](repeating: .greatestFiniteMagnitude, count: 12)),
        ("tiny", (0..<12).map { Float($0) * .leastNonzeroMagnitude }), ("one ulp", (0..<12).map { $0 == 5 ? Float(1).nextUp : 1 }),
    ]

    static let scalings: [Scaling] = [.each, .shared, .symmetric, .range(-1, 1)]

    /// Every kind of figure of the numbers, `[2, 2, 3]` or a part of them.
    private static func figures(_ numbers: [Float], _ scaling: Scaling, on canvas: FigureCanvas) throws(FigureError) -> [Figure] {
        let maps = Tensor([2, 2, 3], numbers)
        let grid = GridFigure(title: "maps", totalCount: 2, names: ["a", "b"], scaling: scaling, colormap: .viridis)
        return [
            try grid.figure(of: maps, on: canvas),
            try grid.composite(of: Tensor([2, 3, 2, 1], numbers), on: canvas),
            try MapFigure(title: "map", scaling: scaling, colormap: .magma).figure(of: maps.part(0), on: canvas),
            try OverlayFigure(title: "map", scaling: scaling, colormap: .turbo)
                .figure(of: maps.part(1), over: .drawn(heightInPixels: 9, widthInPixels: 9, channelCount: 1), on: canvas),
        ]
    }

    @Test(arguments: difficult.map(\.0), scalings)
    func `difficult numbers are drawn, and fit`(name: String, scaling: Scaling) throws {
        let numbers = try #require(Self.difficult.first { $0.0 == name }?.1)
        for figure in try Self.figures(numbers, scaling, on: .test) {
            #expect(figure.image.channelCount == 3)
            #expect(figure.image.heightInPixels <= 300)
            #expect(figure.image.widthInPixels <= 400)
            #expect(!figure.caption.contains("\n"))
            #expect(!figure.textTwin.contains(figure.caption))
        }
    }

    @Test(arguments: [(5, 5), (5, 3), (.nan, 1), (0, .infinity), (-.infinity, .infinity)] as [(Float, Float)])
    func `a range that is none is refused`(low: Float, high: Float) {
        let error = #expect(throws: FigureError.self) { try Self.figures(Self.difficult[4].1, .range(low, high), on: .test) }
        #expect(error?.description.hasPrefix("expected a range from a lower to a higher finite number, found ") == true)
    }

    @Test func `figures of any size fit any canvas or say that they do not`() throws {
        var generator = SeededGenerator(seed: 11)
        var drawnCount = 0
        for round in 0..<40 {
            let canvas = FigureCanvas(
                widthInPixels: .random(in: 0...300, using: &generator), heightInPixels: .random(in: 0...240, using: &generator))
            let shape: Shape = [
                .random(in: 1...20, using: &generator), .random(in: 1...60, using: &generator), .random(in: 1...60, using: &generator),
            ]
            let maps = Tensor.random(shape, seed: UInt64(round))
            var grid = GridFigure(
                title: "maps", totalCount: shape[0], names: (0..<shape[0]).map(String.init), scaling: .shared, colormap: .viridis)
            grid.rows = [nil, 1, 3].randomElement(using: &generator) ?? nil
            grid.columns = [nil, 2, 7].randomElement(using: &generator) ?? nil
            grid.sizeInPixels = [nil, 30, 1].randomElement(using: &generator) ?? nil
            for draw in [
                { try grid.figure(of: maps, on: canvas) },
                { try MapFigure(title: "map", colormap: .gray).figure(of: maps.part(0), on: canvas) },
                { try HistogramFigure(title: "map").figure(of: maps, on: canvas) },
            ] as [() throws -> Figure] {
                do {
                    let figure = try draw()
                    #expect(figure.image.heightInPixels <= canvas.heightInPixels, "round \(round)")
                    #expect(figure.image.widthInPixels <= canvas.widthInPixels, "round \(round)")
                    #expect(figure.image.colorCount <= 256, "round \(round)")
                    drawnCount += 1
                } catch {
                    let expected = FigureError.canvasTooSmall(
                        widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
                    #expect(error as? FigureError == expected, "round \(round)")
                }
            }
        }
        #expect(drawnCount > 60)
    }

    @Test func `no numbers are told from too little room`() {
        let empty = Tensor([0, 4, 4], [])
        let grid = GridFigure(title: "maps", totalCount: 0, names: [], colormap: .viridis)
        #expect(throws: FigureError.empty(shape: [0, 4, 4])) { try grid.figure(of: empty, on: .test) }
        #expect(throws: FigureError.wrongShape(expected: "[H, W]", found: [1, 2, 3])) {
            try MapFigure(title: "", colormap: .gray).figure(of: Tensor([1, 2, 3], repeating: 0), on: .test)
        }
        #expect(throws: FigureError.empty(shape: [3])) {
            try HistogramFigure(title: "").figure(of: Tensor([3], repeating: .nan), on: .test)
        }
    }
}
