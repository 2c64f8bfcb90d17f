import TestSupport
import Testing

@testable import Tensors

@Suite struct StatisticsOfPartsTests {
    /// Few elements, on one thread; many, on several; parts without elements; none at all.
    static let shapes: [Shape] = [[3, 7, 5], [70, 90, 91], [1, 600_000], [4, 0], [0, 4], [5], []]

    @Test(arguments: shapes) func `each part has its own, and all have those of all`(shape: Shape) {
        var numbers = Tensor.random(shape, seed: 1).floats
        if numbers.count > 4 { (numbers[0], numbers[2], numbers[3], numbers[4]) = (.nan, .infinity, 0, 0) }
        let tensor = Tensor(shape, numbers)
        let (parts, all) = tensor.statisticsOfParts
        #expect(parts == (0..<(shape.dimensions.first ?? 0)).map { tensor.part($0).statistics })
        let expected = tensor.statistics
        #expect((all.count, all.nonFiniteCount) == (expected.count, expected.nonFiniteCount))
        #expect((all.minimum, all.maximum, all.sparsity) == (expected.minimum, expected.maximum, expected.sparsity))
        #expect(abs(all.mean - expected.mean) < 1e-6)
        #expect(abs(all.standardDeviation - expected.standardDeviation) < 1e-6)
        #expect(abs(all.energy - expected.energy) < 1e-6)
    }

    @Test(arguments: [0, 1, 63, 64, 65, 200, 1000]) func `a number is found where it stands first`(count: Int) {
        let numbers = (0..<count).map { Float($0 % 150) }
        let tensor = Tensor([count], numbers)
        for number in [0, 1, 62, 63, 64, 65, 127, 149, 150, Float.nan] {
            #expect(tensor.firstIndex(of: number) == numbers.firstIndex(of: number))
        }
    }

    @Test func `an array is made of what several threads make of its numbers`() {
        #expect([Int](concurrently: 1000) { $0 * $0 } == (0..<1000).map { $0 * $0 })
        #expect([String](concurrently: 0) { "\($0)" }.isEmpty)
    }
}
