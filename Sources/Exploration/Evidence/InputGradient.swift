import Inference
import Tensors

extension Attribution {
    /// `∂logit/∂x`, on a way back by the rule of rectifiers that the method has; times `x` for `inputgradient`.
    ///
    /// Source: Simonyan et al., "Deep Inside Convolutional Networks", 2014, arXiv:1312.6034; for the rules see `GradientRule`;
    /// Shrikumar et al., "Not Just a Black Box", 2016, arXiv:1605.01713, for gradient × input.
    package static func gradient(
        _ method: AttributionMethod, of classNumber: Int, in specimen: Specimen, control: RunControl = RunControl()
    ) throws -> Attribution {
        let rule: GradientRule =
            switch method {
            case .guided: .guided
            case .deconvnet: .deconvolution
            default: .exact
            }
        let input = try specimen.input()
        let (gradient, logit) = try specimen.inputGradient(of: classNumber, at: input, rule: rule, control: control)
        let values = method == .inputgradient ? gradient.combined(with: input, *) : gradient
        return Attribution(method: method, classNumber: classNumber, values: values, logit: logit)
    }
}

extension Tensor {
    /// Element by element with another float32 tensor of the same shape.
    func combined(with other: Tensor, _ operation: (Float, Float) -> Float) -> Tensor {
        let (first, second) = (floats, other.floats)
        return Tensor(shape) { destination in
            for index in first.indices { destination[index] = operation(first[index], second[index]) }
        }
    }
}

/// The weighted mean of tensors that come one by one, in double precision.
struct RunningMean {
    private var sums: [Double]
    private let shape: Shape
    private(set) var count = 0
    private var weight = 0.0

    init(_ shape: Shape) {
        self.shape = shape
        sums = [Double](repeating: 0, count: shape.elementCount)
    }

    mutating func add(_ tensor: Tensor, weight: Double = 1) {
        withExtendedLifetime(tensor.storage) {
            let numbers = tensor.floatElements
            for index in sums.indices { sums[index] += weight * Double(numbers[index]) }
        }
        count += 1
        self.weight += weight
    }

    /// Zero before anything was added.
    var mean: Tensor {
        let divisor = count > 0 ? weight : 1
        return Tensor(shape) { destination in
            for index in sums.indices { destination[index] = Float(sums[index] / divisor) }
        }
    }
}
