import Tensors

/// Running sums of the gradient, from the other end.
extension CumSum: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let opposite = try CumSum(
                attributes: ["exclusive": .int(excludesElement ? 1 : 0), "reverse": .int(runsBackwards ? 0 : 1)], operatorSet: 14)
            return try opposite.run([step.gradient(), step.input(1)], in: step.context)[0]
        }
    }
}
