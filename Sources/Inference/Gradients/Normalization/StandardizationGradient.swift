import Tensors

/// The gradient of `x̂ = (x − mean) / √(variance + ε)` over some axes, which most normalizations begin with.
struct StandardizationGradient {
    /// The input, in a shape in which the moments are taken over whole axes.
    let x: Tensor
    let axes: [Int]
    let epsilon: Double
    let arithmetic: TensorArithmetic

    /// `x̂`, and `1 / √(variance + ε)` with the axes at extent 1.
    func standardized() throws -> (normalized: Tensor, inverseDeviation: Tensor) {
        let centered = try arithmetic.difference(x, arithmetic.mean(x, over: axes))
        let variance = try arithmetic.mean(arithmetic.product(centered, centered), over: axes)
        let inverse = arithmetic.map(variance, variance) { [epsilon] value, _ in 1 / (value + epsilon).squareRoot() }
        return (try arithmetic.product(centered, inverse), inverse)
    }

    /// `(g − mean(g) − x̂ · mean(g · x̂)) / √(variance + ε)`, from the gradient of `x̂` in x's shape.
    func input(_ gradient: Tensor) throws -> Tensor {
        let (normalized, inverse) = try standardized()
        let mean = try arithmetic.mean(gradient, over: axes)
        let slope = try arithmetic.mean(arithmetic.product(gradient, normalized), over: axes)
        let rest = try arithmetic.difference(arithmetic.difference(gradient, mean), arithmetic.product(normalized, slope))
        return try arithmetic.product(rest, inverse)
    }
}

/// An operator that standardizes its input, then multiplies it by input 1 and adds input 2, which broadcast.
protocol StandardizingOperator: DifferentiableOperator {
    var epsilon: Float { get }

    /// The shape and the axes of that shape in which the moments of an input are taken.
    func moments(of shape: Shape) throws -> (shape: Shape, axes: [Int])

    /// Scale or bias in a shape that broadcasts to an input's, and as an input has it again.
    func aligned(_ parameter: Tensor, to shape: Shape, _ arithmetic: TensorArithmetic) throws -> Tensor
    func parameterGradient(_ gradient: Tensor, of parameter: Shape, _ arithmetic: TensorArithmetic) throws -> Tensor
}

extension StandardizingOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0, 1]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        guard step.outputGradients.dropFirst().allSatisfy({ $0 == nil }) else {
            throw OperatorError.unsupported("the gradient of its moments")
        }
        let (x, gradient, arithmetic) = (try step.input(0), try step.gradient(), step.arithmetic)
        let moments = try moments(of: x.shape)
        let standardization = StandardizationGradient(
            x: x.reshaped(to: moments.shape), axes: moments.axes, epsilon: Double(epsilon), arithmetic: arithmetic)
        return try step.each { index in
            switch index {
            case 0:
                let scaled = try arithmetic.product(gradient, aligned(step.input(1), to: x.shape, arithmetic))
                return try standardization.input(scaled.reshaped(to: moments.shape)).reshaped(to: x.shape)
            case 1:
                let normalized = try standardization.standardized().normalized.reshaped(to: x.shape)
                return try parameterGradient(arithmetic.product(gradient, normalized), of: step.inputShape(1), arithmetic)
            default: return try parameterGradient(gradient, of: step.inputShape(index), arithmetic)
            }
        }
    }
}
