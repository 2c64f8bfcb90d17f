import Inference
import Tensors

extension GradientCases {
    static let movements: [GradientCase] = [
        GradientCase("Concat", ["axis": .int(1)], [.random([2, 3, 2]), .random([2, 1, 2]), .constant(Tensor.counting([2, 2, 2]))]),
        GradientCase("Dropout"),
        GradientCase("Flatten", ["axis": .int(2)]),
        GradientCase("Identity"),
        GradientCase("Reshape", [:], [.random([2, 3, 4]), .integers([4, -1])]),
        GradientCase("Squeeze", [:], [.random([2, 1, 4]), .integers([1])]),
        GradientCase("Unsqueeze", [:], [.random([2, 4]), .integers([0, 2])]),
    ]
}
