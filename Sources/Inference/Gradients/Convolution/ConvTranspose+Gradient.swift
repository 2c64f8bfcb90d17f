import CKernels
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
        let (resolved, window) = try planarWindow(shape, weights.shape)
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

    private func weightGradient(_ step: BackwardStep) throws -> Tensor {
        let (input, gradient, shape) = (try step.input(0), try step.gradient(), try step.inputShape(1))
        let (resolved, window) = try planarWindow(input.shape, shape)
        return withExtendedLifetime((input.storage, gradient.storage)) {
            Tensor(shape) { w in
                w.initialize(repeating: 0)
                guard let numbers = input.floatElements.baseAddress, let reached = gradient.floatElements.baseAddress,
                    let result = w.baseAddress, !w.isEmpty, !gradient.shape.dimensions.contains(0)
                else { return }
                if shape.rank == 5 {
                    return VolumeConvolutionGradient(
                        inputShape: gradient.shape, weightShape: shape, group: group, window: resolved, plane: window, context: step.context
                    ).addWeightGradient(input: reached, outputGradient: numbers, to: result)
                }
                ConvolutionWeightGradient(
                    input: reached, outputGradient: numbers, result: result, inputShape: gradient.shape, weightShape: shape, group: group,
                    window: window
                ).run(in: step.context)
            }
        }
    }

    private func planarWindow(_ x: Shape, _ weights: Shape) throws -> (ResolvedWindow, CnnsWindow) {
        let resolved = try resolvedWindow(x, weights)
        guard let window = resolved.planar else {
            throw OperatorError.unsupported("the gradient of a transposed convolution over \(x.rank - 2) spatial axes")
        }
        return (resolved, window)
    }
}
