import Tensors

/// An operator whose output has the elements of its first input in the same order: so has the gradient.
protocol OrderKeepingOperator: DifferentiableOperator {}

extension OrderKeepingOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only { try step.outputGradients.optional(0)?.reshaped(to: step.inputShape(0)) }
    }
}

extension Dropout: OrderKeepingOperator {}
extension Flatten: OrderKeepingOperator {}
extension Identity: OrderKeepingOperator {}
extension Reshape: OrderKeepingOperator {}
extension Squeeze: OrderKeepingOperator {}
extension Unsqueeze: OrderKeepingOperator {}
