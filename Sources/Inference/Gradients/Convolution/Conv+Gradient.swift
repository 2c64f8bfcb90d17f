import Tensors

/// The input gets the weights' transpose applied to `g`, the weights `g` times the columns of the input, the bias the sum of `g`.
extension Conv: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds {
        GradientNeeds(inputs: Set([0, 1].filter { wanted[1 - $0] }))
    }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.each { index in
            switch index {
            case 0: try inputGradient(step)
            case 1: try weightGradient(step)
            default:
                try step.arithmetic.sum(step.gradient(), over: step.gradient().shape.dimensions.indices.filter { $0 != 1 })
                    .reshaped(to: step.inputShape(index))
            }
        }
    }

    private func inputGradient(_ step: BackwardStep) throws -> Tensor {
        let (weights, gradient, shape) = (try step.input(1), try step.gradient(), try step.inputShape(0))
        let window = try resolvedWindow(shape, weights.shape)
        let isConstant = step.inputInfos.optional(1)?.constant?.isSame(as: weights) ?? false
        if step.context.usesBlocks, isConstant, group == 1,
            let blocked = BlockedInputGradient(shape: shape, weights: weights, window: window, filters: step.filters)
        {
            return blocked.run(gradient, in: step.context)
        }
        let spread = try TransposedConvolution(shape: shape, weightShape: weights.shape, group: group, window: window)
        return Tensor(shape) { spread.run(gradient, weights, to: $0, in: step.context) }
    }

    private func weightGradient(_ step: BackwardStep) throws -> Tensor {
        let (input, shape) = (try step.input(0), try step.inputShape(1))
        return try ConvolutionWeightGradient.tensor(
            shape, input: input, outputGradient: step.gradient(), group: group, window: resolvedWindow(input.shape, shape), in: step.context
        )
    }
}
