import Tensors

/// `g` or `slope · g` by the sign of x; a slope gets `x · g` from where x is negative, summed over what it is repeated along.
extension PRelu: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0, 1]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (x, gradient, arithmetic) = (try step.input(0), try step.gradient(), step.arithmetic)
        return try step.each { index in
            let given = try step.input(1)
            let shape = aligned(given.shape, to: x.shape)
            if index == 0 {
                let slope = arithmetic.broadcast(given.reshaped(to: shape), to: x.shape)
                return arithmetic.map(x, slope, gradient) { $0 > 0 ? $2 : $1 * $2 }
            }
            let stopped = arithmetic.map(x, gradient) { $0 < 0 ? $0 * $1 : 0 }
            return try arithmetic.unbroadcast(stopped, to: shape).reshaped(to: given.shape)
        }
    }
}
