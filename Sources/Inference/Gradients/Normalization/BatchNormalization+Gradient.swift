import Tensors

/// With the statistics of training a normalization is affine: the input gets `factor[c] · g`, whatever it was.
///
/// With x̂ the normalized input: scale gets `Σ g · x̂`, bias `Σ g`, mean `−factor · Σ g`, variance `−scale · Σ g · x̂ / (2 (variance + ε))`.
extension BatchNormalization: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds {
        GradientNeeds(inputs: wanted[1] || wanted[4] ? [0, 1, 2, 3, 4] : [1, 2, 3, 4])
    }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (arithmetic, gradient) = (step.arithmetic, try step.gradient())
        let factors = try affine(step.inputs).scale
        let others = gradient.shape.dimensions.indices.filter { $0 != 1 }
        let channels: Shape = [factors.count]
        return try step.each { index in
            switch index {
            case 0:
                let rows = (0..<gradient.shape[0]).flatMap { _ in factors }
                return RowNormalization.affine(gradient, scale: rows, shift: [Float](repeating: 0, count: rows.count), in: step.context)
            case 2: return try arithmetic.sum(gradient, over: others).reshaped(to: channels)
            case 3:
                let sums = try arithmetic.sum(gradient, over: others).reshaped(to: channels)
                return try arithmetic.negative(arithmetic.product(sums, Tensor(channels, factors)))
            default:
                let normalized = try normalized(step.inputs, arithmetic)
                let sums = try arithmetic.sum(arithmetic.product(gradient, normalized), over: others).reshaped(to: channels)
                if index == 1 { return sums }
                let (scale, variance) = (try step.input(1).floats, try step.input(4).floats)
                return try arithmetic.product(sums, Tensor(channels, scale.indices.map { -scale[$0] / (2 * (variance[$0] + epsilon)) }))
            }
        }
    }

    /// The input brought to mean 0 and variance 1.
    private func normalized(_ inputs: [Tensor?], _ arithmetic: TensorArithmetic) throws -> Tensor {
        let x = try inputs.required(0)
        let perChannel = Shape([x.shape[1]] + [Int](repeating: 1, count: x.shape.rank - 2))
        let inverses = try inputs.required(4).floats.map { 1 / ($0 + epsilon).squareRoot() }
        let centered = try arithmetic.difference(x, inputs.required(3).reshaped(to: perChannel))
        return try arithmetic.product(centered, Tensor(perChannel, inverses))
    }
}
