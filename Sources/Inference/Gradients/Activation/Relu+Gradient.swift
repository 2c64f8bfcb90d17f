import CKernels
import Tensors

/// `g` where the output is positive: the output says as much as the input, and stays whatever is folded in before it.
extension Relu: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstOutput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only { try step.passed(between: 0, and: .infinity) }
    }
}

extension BackwardStep {
    /// The gradient where the output is strictly between two numbers, or what the rule of rectifiers says instead.
    func passed(between low: Double, and high: Double) throws -> Tensor {
        let (output, gradient) = (try output(), try gradient())
        if output.elementType == .float64 {
            return arithmetic.map(output, gradient) { [rule] value, gradient in
                let isThrough = rule == .deconvolution || (value > low && value < high)
                return isThrough && (rule == .exact || gradient > 0) ? gradient : 0
            }
        }
        let limits = (Float(low), Float(high))
        switch rule {
        case .exact where low == 0 && high == .infinity:
            return gradient.passed(at: output, in: context) { cnns_relu_gradient($1, $2, $0, $3) }
        case .guided where low == 0 && high == .infinity:
            return gradient.passed(at: output, in: context) { cnns_relu_guided($1, $2, $0, $3) }
        case .exact:
            return gradient.passed(at: output, in: context) { cnns_clip_gradient($1, $2, $0, $3, limits.0, limits.1) }
        case .guided:
            return gradient.passed(at: output, in: context) { cnns_clip_guided($1, $2, $0, $3, limits.0, limits.1) }
        case .deconvolution:
            return gradient.passed(at: output, in: context) { cnns_relu($2, $0, $3) }
        }
    }
}
