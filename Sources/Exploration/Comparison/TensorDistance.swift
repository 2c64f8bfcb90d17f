import Glibc
import Tensors

/// How far two tensors of one shape are from each other, summed in double precision.
package struct TensorDistance: Sendable, Equatable {
    /// `√(Σ (a − b)² / n)`.
    package let rootMeanSquare: Double
    /// `‖a − b‖ / ‖a‖`; infinite where only `a` is zero everywhere, 0 where both are.
    package let relative: Double
    /// `a·b / (‖a‖ ‖b‖)`, `-1...1`; `nil` where one is zero everywhere.
    package let cosine: Double?
    /// Pearson's correlation, `-1...1`; `nil` where one is constant.
    package let correlation: Double?
    /// The greatest `|a − b|`, and where it is in row-major order.
    package let greatest: (difference: Double, index: Int)

    /// Compares float32 tensors of equal shape.
    ///
    /// - Returns: `nil` where the shapes differ, or there is nothing to compare.
    package init?(_ first: Tensor, _ second: Tensor) {
        guard first.shape == second.shape, first.elementCount > 0 else { return nil }
        var sums = Sums()
        withExtendedLifetime((first.storage, second.storage)) {
            for (index, (a, b)) in zip(first.floatElements, second.floatElements).enumerated() { sums.add(Double(a), Double(b), at: index) }
        }
        rootMeanSquare = (sums.differences / sums.count).squareRoot()
        relative = sums.differences == 0 ? 0 : (sums.differences / sums.aa).squareRoot()
        cosine = sums.aa > 0 && sums.bb > 0 ? sums.ab / (sums.aa * sums.bb).squareRoot() : nil
        correlation = sums.correlation
        greatest = sums.greatest
    }

    package static func == (first: TensorDistance, second: TensorDistance) -> Bool {
        first.rootMeanSquare == second.rootMeanSquare && first.greatest == second.greatest
    }
}

/// The sums that all distances are made of.
private struct Sums {
    var count = 0.0
    var a = 0.0
    var b = 0.0
    var aa = 0.0
    var bb = 0.0
    var ab = 0.0
    var differences = 0.0
    var greatest = (difference: 0.0, index: 0)

    mutating func add(_ a: Double, _ b: Double, at index: Int) {
        count += 1
        self.a += a
        self.b += b
        aa += a * a
        bb += b * b
        ab += a * b
        differences += (a - b) * (a - b)
        if abs(a - b) > greatest.difference { greatest = (abs(a - b), index) }
    }

    /// What rounding leaves of a variance is not taken for one.
    var correlation: Double? {
        let (varianceA, varianceB) = (aa - a * a / count, bb - b * b / count)
        guard varianceA > 1e-12 * aa, varianceB > 1e-12 * bb else { return nil }
        return max(-1, min(1, (ab - a * b / count) / (varianceA * varianceB).squareRoot()))
    }
}
