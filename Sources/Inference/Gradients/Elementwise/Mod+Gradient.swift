import Tensors

/// The remainder `a − b · trunc(a / b)`: `g` for the dividend, `−trunc(a / b) · g` for the divisor.
extension Mod: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { wanted[1] ? GradientNeeds(inputs: [0, 1]) : .nothing }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (gradient, arithmetic) = (try step.gradient(), step.arithmetic)
        return try step.each { index in
            guard index == 1 else { return try arithmetic.unbroadcast(gradient, to: step.inputShape(0)) }
            let dividend = arithmetic.broadcast(try step.input(0), to: gradient.shape)
            let divisor = arithmetic.broadcast(try step.input(1), to: gradient.shape)
            let result = arithmetic.map(dividend, divisor, gradient) { -($0 / $1).rounded(.towardZero) * $2 }
            return try arithmetic.unbroadcast(result, to: step.inputShape(1))
        }
    }
}
