import CKernels
import Tensors

/// What reaches an output goes to the first of the greatest elements under its window.
extension MaxPool: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (x, output) = (try step.input(0), try step.output())
        return try step.only {
            if x.shape.rank == 5 {
                return try volumeGradient(step) { place, channel, taps, share in
                    let greatest = output.floatElements[place]
                    if let winner = taps.first(where: { x.floatElements[channel + $0] == greatest }) { share(winner, 1) }
                }
            }
            return try poolGradient(step) { gradient, planes, window, _, result in
                let (inputPlane, outputPlane) = window.planes
                guard let input = x.floatElements.baseAddress, let output = output.floatElements.baseAddress else { return }
                withUnsafePointer(to: window) {
                    cnns_max_pool_gradient(
                        input + planes.lowerBound * inputPlane, output + planes.lowerBound * outputPlane, gradient, planes.count, $0, result
                    )
                }
            }
        }
    }
}

/// What reaches an output is shared out equally among the elements under its window.
extension AveragePool: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let shape = try step.inputShape(0)
            if shape.rank == 5 {
                let window = try resolvedWindow(shape)
                return try volumeGradient(step) { place, _, taps, share in
                    let count = countsPadding ? window.paddedTapCount(under: place % window.output.reduce(1, *)) : taps.count
                    for tap in taps { share(tap, 1 / Float(max(1, count))) }
                }
            }
            return try poolGradient(step) { gradient, planes, window, resolved, result in
                let after = resolved.after
                withUnsafePointer(to: window) {
                    cnns_average_pool_gradient(
                        gradient, planes.count, $0, countsPadding ? 1 : 0, after.count == 2 ? after[0] : 0, after[after.count - 1], result)
                }
            }
        }
    }
}

extension WindowPooling {
    /// Calls `body` with the gradient of some planes, which planes they are, the window, and where their input gradient goes.
    fileprivate func poolGradient(
        _ step: BackwardStep,
        _ body: (UnsafePointer<Float>, Range<Int>, CnnsWindow, ResolvedWindow, UnsafeMutablePointer<Float>) -> Void
    ) throws -> Tensor {
        let (shape, gradient) = (try step.inputShape(0), try step.gradient())
        let resolved = try resolvedWindow(shape)
        guard let window = resolved.planar, shape.rank < 5 else {
            throw OperatorError.unsupported("the gradient of a pool over \(shape.rank - 2) axes")
        }
        let (inputPlane, outputPlane) = window.planes
        return Tensor(shape) { result in
            guard let source = gradient.floatElements.baseAddress, let target = result.baseAddress, !result.isEmpty else { return }
            nonisolated(unsafe) let (from, to, body) = (source, target, body)
            step.context.parallel(shape[0] * shape[1], grain: max(1, 50_000 / max(1, outputPlane))) { planes in
                body(from + planes.lowerBound * outputPlane, planes, window, resolved, to + planes.lowerBound * inputPlane)
            }
        }
    }
}

extension CnnsWindow {
    /// Elements of an input map and of an output map.
    var planes: (input: Int, output: Int) { (inputHeight * inputWidth, outputHeight * outputWidth) }
}
