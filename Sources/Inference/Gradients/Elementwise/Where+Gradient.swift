import Tensors

/// Each side gets the gradient of the places that were taken from it.
extension Where: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (condition, gradient) = (try step.input(0), try step.gradient())
        let zero = gradient.number(0)
        return try step.each { index in
            let taken = try run(index == 1 ? [condition, gradient, zero] : [condition, zero, gradient], in: step.context)[0]
            return try step.arithmetic.unbroadcast(taken, to: step.inputShape(index))
        }
    }
}
