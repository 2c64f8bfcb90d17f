import Inference
import Tensors
import TestSupport
import Testing

@Suite struct GridSampleTests {
    @Test(arguments: [0, 1], [[1, 2, 4, 5], [2, 1, 3, 4, 5]])
    func `the grid of the identity reads the input as it is`(alignsCorners: Int, size: [Int]) throws {
        let rank = size.count - 2
        let x = Tensor.random(Shape(size), seed: 1)
        let identity = (0..<size[0]).flatMap { _ in (0..<rank).flatMap { row in (0...rank).map { Float($0 == row ? 1 : 0) } } }
        let attributes: Attributes = ["align_corners": .int(alignsCorners)]
        let grid = try compute("AffineGrid", attributes, [Tensor([size[0], rank, rank + 1], identity), .integers(size)])
        for mode in ["linear", "cubic", "nearest"] {
            var settings = attributes
            settings["mode"] = .string(mode)
            let y = try compute("GridSample", settings, [x] + grid)[0]
            #expect(y.relativeDifference(to: x) < 1e-5, "\(mode)")
        }
    }

    @Test func `an affine map moves the places`() throws {
        let grid = try compute(
            "AffineGrid", ["align_corners": .int(1)], [Tensor([1, 2, 3], [0, 1, 0.5, 2, 0, -1]), .integers([1, 1, 2, 3])])
        #expect(grid[0].shape == [1, 2, 3, 2])
        // x' = y + 0.5, y' = 2x − 1 at y = -1, 1 and x = -1, 0, 1.
        #expect(grid[0].floats == [-0.5, -3, -0.5, -1, -0.5, 1, 1.5, -3, 1.5, -1, 1.5, 1])
    }

    /// The number at a place of a map with padding, by the formula for one axis after another.
    private func interpolated(_ map: (Int, Int) -> Double, _ y: Double, _ x: Double) -> Double {
        let (top, left) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
        let (fy, fx) = (y - Double(top), x - Double(left))
        return (1 - fy) * ((1 - fx) * map(top, left) + fx * map(top, left + 1))
            + fy * ((1 - fx) * map(top + 1, left) + fx * map(top + 1, left + 1))
    }

    @Test(arguments: ["zeros", "border", "reflection"], [0, 1])
    func `a place is interpolated between its neighbors`(padding: String, alignsCorners: Int) throws {
        let (x, grid) = (Tensor.random([1, 1, 4, 5], seed: 2), Tensor.random([1, 6, 7, 2], in: -1.9...1.9, seed: 3))
        let y = try compute("GridSample", ["padding_mode": .string(padding), "align_corners": .int(alignsCorners)], [x, grid])[0]
        let (numbers, places) = (x.doubles, grid.doubles)
        func coordinate(_ n: Double, _ extent: Int) -> Double {
            let length = Double(extent)
            var place = alignsCorners == 1 ? (n + 1) / 2 * (length - 1) : ((n + 1) * length - 1) / 2
            let (low, high) = alignsCorners == 1 ? (0, length - 1) : (-0.5, length - 0.5)
            if padding == "border" { place = min(max(place, 0), length - 1) }
            while padding == "reflection", place < low || place > high { place = place < low ? 2 * low - place : 2 * high - place }
            return padding == "reflection" ? min(max(place, 0), length - 1) : place
        }
        let expected = (0..<42).map { index in
            interpolated(
                { row, column in
                    (0..<4).contains(row) && (0..<5).contains(column) ? numbers[row * 5 + column] : 0
                }, coordinate(places[2 * index + 1], 4), coordinate(places[2 * index], 5))
        }
        #expect(y.doubles.greatestDifference(to: expected) < 1e-5)
    }

    @Test(arguments: ["linear", "cubic", "nearest"], ["zeros", "border", "reflection"])
    func `places that are nowhere do no harm`(mode: String, padding: String) throws {
        let grid = Tensor([1, 1, 4, 2], [.nan, 0, .infinity, 0, 1e30, -1e30, -.infinity, .nan])
        let y = try compute(
            "GridSample", ["mode": .string(mode), "padding_mode": .string(padding)], [Tensor.random([1, 1, 1, 3], seed: 4), grid])
        #expect(y[0].floats.filter { !$0.isFinite }.isEmpty)
    }
}
