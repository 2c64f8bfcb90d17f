import Tensors

/// The input gets the convolution of `g` with the weights, the weights the columns of `g` times the input, the bias the sum of `g`.
extension ConvTranspose: DifferentiableOperator {
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
        let resolved = try resolvedWindow(shape, weights.shape)
        guard let window = resolved.planar else {
            throw OperatorError.unsupported("the gradient of a transposed convolution over \(shape.rank - 2) spatial axes")
        }
        return withExtendedLifetime((weights.storage, gradient.storage)) {
            Tensor(shape) { x in
                guard let filters = weights.floatElements.baseAddress, let reached = gradient.floatElements.baseAddress,
                    let result = x.baseAddress, !x.isEmpty, !gradient.shape.dimensions.contains(0)
                else { return x.initialize(repeating: 0) }
                if shape.rank == 5 {
                    return VolumeConvolutionJob(
                        input: reached, weights: filters, output: result, inputShape: gradient.shape, weightShape: weights.shape,
                        group: group, window: resolved, plane: window, epilogue: Epilogue()
                    ).run(in: step.context)
                }
                ConvolutionJob(
                    input: reached, weights: filters, output: result, inputShape: gradient.shape, weightShape: weights.shape, group: group,
                    window: window, isPointwise: resolved.isPointwise && resolved.input == resolved.output, epilogue: Epilogue()
                ).run(in: step.context)
            }
        }
    }

    /// That of the convolution whose transpose this is: it makes the input of the output.
    private func weightGradient(_ step: BackwardStep) throws -> Tensor {
        let (input, shape) = (try step.input(0), try step.inputShape(1))
        return try ConvolutionWeightGradient.tensor(
            shape, input: step.gradient(), outputGradient: input, group: group, window: resolvedWindow(input.shape, shape), in: step.context
        )
    }
}
