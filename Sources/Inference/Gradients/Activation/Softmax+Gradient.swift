import Tensors

/// `y · (g − Σ g · y)` along each line.
extension Softmax: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstOutput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let arithmetic = step.arithmetic
            let lines = line.lines(of: try step.output().shape)
            let (output, gradient) = (try step.output().reshaped(to: lines), try step.gradient().reshaped(to: lines))
            let common = try arithmetic.sum(arithmetic.product(gradient, output), over: [1])
            return try arithmetic.product(output, arithmetic.difference(gradient, common)).reshaped(to: step.output().shape)
        }
    }
}

/// `g − eʸ · Σ g` along each line.
extension LogSoftmax: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstOutput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let arithmetic = step.arithmetic
            let lines = line.lines(of: try step.output().shape)
            let output = try step.output()
            let probabilities = try Exp().run([output], in: step.context)[0].reshaped(to: lines)
            let gradient = try step.gradient().reshaped(to: lines)
            let common = try arithmetic.sum(gradient, over: [1])
            return try arithmetic.difference(gradient, arithmetic.product(probabilities, common)).reshaped(to: output.shape)
        }
    }
}

extension SoftmaxLine {
    /// The shape in which the lines run along axis 1.
    fileprivate func lines(of shape: Shape) -> Shape {
        let (groups, length, columns) = extents(of: shape)
        return [groups, length, columns]
    }
}
