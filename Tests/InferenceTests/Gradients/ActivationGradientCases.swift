import Inference
import Tensors

extension GradientCases {
    static let activations: [GradientCase] = [
        GradientCase("Celu", ["alpha": .float(0.7)]),
        GradientCase("Clip", [:], [.random([3, 5], in: -2...8), .constant(Tensor(scalar: 0)), .constant(Tensor(scalar: 6))]),
        GradientCase("Clip", [:], [.random([3, 5], in: -2...8), .numbers([], [0]), .numbers([], [6])], note: "limits"),
        GradientCase("Clip", [:], [.random([3, 5], in: -2...8), .missing, .constant(Tensor(scalar: 3))], note: "above only"),
        GradientCase("Clip", ["min": .float(-1), "max": .float(1)], operatorSet: 6),
        GradientCase("Elu", ["alpha": .float(0.7)]),
        GradientCase("Gelu"),
        GradientCase("Gelu", ["approximate": .string("tanh")]),
        GradientCase("HardSigmoid"),
        GradientCase("HardSwish", [:], [.random([4, 9], in: -4...4)]),
        GradientCase("LeakyRelu", ["alpha": .float(0.2)]),
        GradientCase("LogSoftmax", ["axis": .int(1)]),
        GradientCase("LogSoftmax", ["axis": .int(1)], operatorSet: 11),
        GradientCase("Mish", [:], [.random([4, 9], in: -4...25)]),
        GradientCase("PRelu", [:], [.random([2, 3, 4]), .random([3, 1])]),
        GradientCase("PRelu", [:], [.random([2, 3, 4]), .random([3])], operatorSet: 6),
        GradientCase("Relu"),
        GradientCase("Selu"),
        GradientCase("Sigmoid"),
        GradientCase("Softmax"),
        GradientCase("Softmax", ["axis": .int(1)]),
        GradientCase("Softmax", ["axis": .int(1)], operatorSet: 11),
        GradientCase("Softplus"),
        GradientCase("Softsign"),
        GradientCase("Swish", ["alpha": .float(1.3)], operatorSet: 24),
        GradientCase("Tanh"),
        GradientCase("ThresholdedRelu", ["alpha": .float(0.5)], note: "alpha 0.5"),
    ]
}
