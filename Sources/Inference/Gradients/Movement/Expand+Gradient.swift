import Tensors

/// The gradient summed over what the input was repeated along.
extension Expand: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only { try step.arithmetic.unbroadcast(step.gradient(), to: step.inputShape(0)) }
    }
}
