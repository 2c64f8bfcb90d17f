import Tensors

/// The gradient with its axes put back.
extension Transpose: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (gradient, order) = (try step.gradient(), try order(of: step.inputShape(0)))
            let inverse = order.indices.sorted { order[$0] < order[$1] }
            return StridedView(gradient.shape).permuted(inverse).copy(of: gradient, in: step.context)
        }
    }
}
