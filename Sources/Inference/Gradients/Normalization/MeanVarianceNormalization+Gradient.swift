import Tensors

/// With `c` the centered input and `d` its standard deviation plus ε: `(g − mean(g)) / d − c · mean(g · c) / (d² · (d − ε))`.
extension MeanVarianceNormalization: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (x, gradient, arithmetic) = (try step.input(0), try step.gradient(), step.arithmetic)
            let reduced = try ReductionAxes(keeping: axes).plan(x.shape, []).reduced
            let centered = try arithmetic.difference(x, arithmetic.mean(x, over: reduced))
            let variance = try arithmetic.mean(arithmetic.product(centered, centered), over: reduced)
            let slope = try arithmetic.mean(arithmetic.product(gradient, centered), over: reduced)
            let factor = arithmetic.map(variance, slope) { variance, slope in
                let deviation = variance.squareRoot()
                return slope / (deviation * (deviation + 1e-9) * (deviation + 1e-9))
            }
            let inverse = arithmetic.map(variance, variance) { variance, _ in 1 / (variance.squareRoot() + 1e-9) }
            let level = try arithmetic.product(arithmetic.difference(gradient, arithmetic.mean(gradient, over: reduced)), inverse)
            return try arithmetic.difference(level, arithmetic.product(centered, factor))
        }
    }
}
