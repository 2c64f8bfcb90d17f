import Tensors

/// What reaches an output goes to each element under its window by `sign x · (|x| / y)^(p − 1)`.
extension LpPool: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (x, output) = (try step.input(0), try step.output())
        return try step.only {
            try volumeGradient(step) { place, channel, taps, share in
                let norm = output.floatElements[place]
                for tap in taps { share(tap, Float(self.norm.derivative(at: x.floatElements[channel + tap], norm: norm))) }
            }
        }
    }
}

/// What reaches an output goes to each element of its plane by `sign x · (|x| / y)^(p − 1)`.
extension GlobalLpPool: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (x, output, gradient) = (try step.input(0), try step.output().floats, try step.gradient().floats)
        return step.only {
            Tensor(x.shape) { result in
                let (numbers, plane) = (x.floatElements, x.elementCount / max(1, output.count))
                for index in result.indices {
                    let channel = index / plane
                    result[index] = gradient[channel] * Float(norm.derivative(at: numbers[index], norm: output[channel]))
                }
            }
        }
    }
}
