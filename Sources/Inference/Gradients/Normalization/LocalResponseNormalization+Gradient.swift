import Foundation
import Tensors

/// With `s = bias + alpha / size · Σ x²`: `g · s^−beta − 2 · beta · alpha / size · x · Σ g · x · s^−(beta + 1)`, the last sum over
/// the channels whose own sums the channel is part of.
extension LocalResponseNormalization: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (x, gradient, arithmetic) = (try step.input(0), try step.gradient(), step.arithmetic)
            let factor = Double(alpha) / Double(size)
            let (bias, beta) = (Double(bias), Double(beta))
            let squares = try windowSums(arithmetic.product(x, x), before: (size - 1) / 2, after: size / 2, arithmetic)
            let products = try arithmetic.product(gradient, x)
            let terms = arithmetic.map(products, squares) { $0 * pow(bias + factor * $1, -beta - 1) }
            let sums = try windowSums(terms, before: size / 2, after: (size - 1) / 2, arithmetic)
            let direct = arithmetic.map(gradient, squares) { $0 * pow(bias + factor * $1, -beta) }
            return try arithmetic.difference(direct, arithmetic.product(arithmetic.product(x, sums), 2 * beta * factor))
        }
    }

    /// For each channel the sum over those from `before` below it to `after` above it.
    private func windowSums(_ x: Tensor, before: Int, after: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        let (images, channels) = (x.shape[0], x.shape[1])
        let maps = x.reshaped(to: [images, channels, x.elementCount / max(1, images * channels)])
        var sums: Tensor?
        for distance in -min(before, channels - 1)...min(after, channels - 1) {
            let places = (0..<channels).map { (0..<channels).contains($0 + distance) ? $0 + distance : -1 }
            let shifted = maps.gathered(axis: 1, indices: places)
            sums = try sums.map { try arithmetic.sum($0, shifted) } ?? shifted
        }
        return (sums ?? maps).reshaped(to: x.shape)
    }
}
