import Tensors
import TestSupport
import Testing

@testable import Imaging

@Suite struct MapScaleTests {
    @Test(arguments: [1, 2, 3, 4, 5, 7, 40], [[1, 1], [6, 8], [7, 37], [13, 100], [33, 35]])
    func `a pixel is the mean of a square, of what there is of it at the edges`(side: Int, size: [Int]) {
        let plane = Tensor.random(Shape(size), seed: 1)
        let (means, enlargement) = MapScale.reduced(side).numbers(of: plane)
        #expect(enlargement == 1)
        #expect(means.shape == Shape(size.map { ($0 + side - 1) / side }))
        for (place, mean) in means.floats.enumerated() {
            let row = place / means.shape[1] * side
            let column = place % means.shape[1] * side
            let expected = Self.mean(of: plane, row..<min(size[0], row + side), column..<min(size[1], column + side))
            #expect(abs(expected - Double(mean)) < 1e-6)
        }
    }

    private static func mean(of plane: Tensor, _ rows: Range<Int>, _ columns: Range<Int>) -> Double {
        let numbers = plane.floats
        var sum = 0.0
        for row in rows {
            for column in columns { sum += Double(numbers[row * plane.shape[1] + column]) }
        }
        return sum / Double(rows.count * columns.count)
    }

    @Test func `a square with something in it that is not finite is not finite`() {
        var numbers = [Float](repeating: 1, count: 36)
        (numbers[0], numbers[35]) = (.nan, .infinity)
        let means = MapScale.reduced(2).numbers(of: Tensor([6, 6], numbers)).numbers.floats
        #expect(means[0].isNaN)
        #expect(means[8] == .infinity)
        #expect(means[1..<8].allSatisfy { $0 == 1 })
    }
}
