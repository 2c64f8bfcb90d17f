import Tensors

/// The sampled elements get their shares; regions are taken as they are.
extension RoiAlign: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0, 1, 2]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only { try inputGradient(step.input(0), step.inputs, step.gradient()) }
    }
}
