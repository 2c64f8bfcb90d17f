import Tensors

/// The same triangle of the gradient.
extension Trilu: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [1]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only { try run([step.gradient()] + step.inputs.dropFirst(), in: step.context)[0] }
    }
}
