import TestSupport
import Tensors
import Testing

@Suite struct `A sketch of a tensor` {
    private static let tolerance = 1e-3

    @Test func `keeps shape, range, mean and root mean square`() {
        let sketch = TensorSketch(of: Tensor([2, 2], [1, -2, 3, .nan]))
        #expect(sketch.dimensions == [2, 2])
        #expect((sketch.nonFiniteCount, sketch.minimum, sketch.maximum) == (1, -2, 3))
        #expect(abs(sketch.mean - 2.0 / 3) < 1e-12)
        #expect(abs(sketch.rootMeanSquare - (14.0 / 3).squareRoot()) < 1e-12)
    }

    @Test func `projects by signs that are always the same`() {
        let units = (0..<4).map { place in TensorSketch(of: (0..<4).map { $0 == place ? 1.0 : 0 }, dimensions: [4]) }
        for sketch in units { #expect(sketch.projections.allSatisfy { abs($0) == 0.5 }) }
        let whole = TensorSketch(of: Tensor([4], [3, -1, 0.5, 8]))
        for place in 0..<TensorSketch.projectionCount {
            let sum = zip(units, [3, -1, 0.5, 8]).reduce(0.0) { $0 + $1.0.projections[place] * $1.1 }
            #expect(abs(whole.projections[place] - sum) < 1e-12)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `forgives rounding`(seed: UInt64) {
        let tensor = Tensor.random([8, 28, 28], seed: seed)
        let rounded = Tensor([8, 28, 28], tensor.floats.enumerated().map { $1 * (1 + ($0 % 3 == 0 ? 1e-5 : -1e-5)) })
        #expect(TensorSketch(of: tensor).difference(to: TensorSketch(of: rounded), tolerance: Self.tolerance) == nil)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func `tells a permutation, a shift by one and a single number`(seed: UInt64) {
        let tensor = Tensor.random([3, 28, 28], seed: seed)
        let numbers = tensor.floats
        var swapped = numbers
        swapped.swapAt(17, 1200)
        var single = numbers
        single[99] += 0.5
        for other in [swapped, single, Array(numbers.dropFirst()) + [numbers[0]], numbers.reversed()] {
            let found = TensorSketch(of: Tensor([3, 28, 28], other))
            #expect(TensorSketch(of: tensor).difference(to: found, tolerance: Self.tolerance) != nil)
        }
    }

    @Test func `names what differs first`() {
        let sketch = TensorSketch(of: Tensor([2], [1, 2]))
        let cases: [(Tensor, String)] = [
            (Tensor([1, 2], [1, 2]), "expected the shape 2, found 1x2"),
            (Tensor([2], [1, .infinity]), "expected 0 numbers that are not finite, found 1"),
            (Tensor([2], [1, 3]), "expected the maximum 2.0, found 3.0"),
            (Tensor([2], [2, 1]), "expected other numbers of the same range and mean"),
        ]
        for (tensor, words) in cases { #expect(sketch.difference(to: TensorSketch(of: tensor), tolerance: 1e-3) == words) }
    }
}
