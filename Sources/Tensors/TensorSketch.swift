/// A few numbers by which two sets of numbers can be told apart, or found equal but for rounding.
///
/// Beside range, mean and root mean square it keeps eight projections `pⱼ = 1/√n · Σ sᵢⱼ xᵢ` with signs `sᵢⱼ = ±1` that look random and are
/// always the same. Each is about as large as the root mean square of the numbers, and so is the difference of two sketches about
/// the root mean square of the differences: a permutation changes them as much as other numbers do, rounding hardly at all.
///
/// Source: Achlioptas, "Database-friendly random projections", doi:10.1016/S0022-0000(03)00025-4.
package struct TensorSketch: Sendable, Equatable {
    package var dimensions: [Int]
    /// How many numbers are infinite or not numbers; they enter nothing else.
    package var nonFiniteCount: Int
    package var minimum: Double
    package var maximum: Double
    package var mean: Double
    package var rootMeanSquare: Double
    package var projections: [Double]

    package static let projectionCount = 8

    package init(
        dimensions: [Int], nonFiniteCount: Int, minimum: Double, maximum: Double, mean: Double, rootMeanSquare: Double,
        projections: [Double]
    ) {
        (self.dimensions, self.nonFiniteCount, self.minimum, self.maximum) = (dimensions, nonFiniteCount, minimum, maximum)
        (self.mean, self.rootMeanSquare, self.projections) = (mean, rootMeanSquare, projections)
    }

    /// The sketch of numbers in row-major order.
    ///
    /// - Complexity: O(n), one pass.
    package init(of numbers: some Sequence<Double>, dimensions: [Int]) {
        var projections = [Double](repeating: 0, count: Self.projectionCount)
        var (sum, sumOfSquares, low, high) = (0.0, 0.0, Double.infinity, -Double.infinity)
        var (count, strays, index) = (0, 0, UInt64(0))
        for number in numbers {
            index &+= 1
            guard number.isFinite else {
                strays += 1
                continue
            }
            count += 1
            sum += number
            sumOfSquares += number * number
            low = min(low, number)
            high = max(high, number)
            var generator = RandomNumbers(seed: index)
            var signs = generator.next()
            for place in 0..<Self.projectionCount {
                projections[place] += signs & 1 == 0 ? number : -number
                signs >>= 1
            }
        }
        let root = Double(max(1, count)).squareRoot()
        self.init(
            dimensions: dimensions, nonFiniteCount: strays, minimum: count > 0 ? low : 0, maximum: count > 0 ? high : 0,
            mean: sum / Double(max(1, count)), rootMeanSquare: (sumOfSquares / Double(max(1, count))).squareRoot(),
            projections: projections.map { $0 / root })
    }

    /// The sketch of a tensor's elements as float32.
    package init(of tensor: Tensor) {
        let numbers = tensor.convertedToFloat32()
        self = withExtendedLifetime(numbers.storage) {
            TensorSketch(of: numbers.floatElements.lazy.map(Double.init), dimensions: tensor.shape.dimensions)
        }
    }
}

extension TensorSketch {
    /// What tells two sketches apart, in words; `nil` where they are of the same numbers but for rounding.
    ///
    /// - Parameter tolerance: How far each number may differ, as a share of the larger root mean square; ends of the range as a share of
    ///   the larger magnitude.
    package func difference(to other: TensorSketch, tolerance: Double) -> String? {
        guard dimensions == other.dimensions else {
            return "expected the shape \(Self.text(dimensions)), found \(Self.text(other.dimensions))"
        }
        guard nonFiniteCount == other.nonFiniteCount else {
            return "expected \(nonFiniteCount) numbers that are not finite, found \(other.nonFiniteCount)"
        }
        let scale = max(rootMeanSquare, other.rootMeanSquare)
        let reach = [minimum, maximum, other.minimum, other.maximum].reduce(scale) { max($0, abs($1)) }
        let facts: [(name: String, expected: Double, found: Double, unit: Double)] = [
            ("minimum", minimum, other.minimum, reach), ("maximum", maximum, other.maximum, reach), ("mean", mean, other.mean, scale),
            ("root mean square", rootMeanSquare, other.rootMeanSquare, scale),
        ]
        // Written so that what is not a number differs.
        for fact in facts where !(abs(fact.expected - fact.found) <= tolerance * fact.unit) {
            return "expected the \(fact.name) \(fact.expected), found \(fact.found)"
        }
        let distances = zip(projections, other.projections).map { abs($0 - $1) }
        guard projections.count == other.projections.count, distances.allSatisfy({ $0 <= tolerance * scale }) else {
            return "expected other numbers of the same range and mean"
        }
        return nil
    }

    private static func text(_ dimensions: [Int]) -> String { dimensions.map(String.init).joined(separator: "x") }
}
