import Inference
import Tensors

extension GradientCases {
    static let elementwise: [GradientCase] = [
        GradientCase("Add", [:], [.random([2, 3, 4]), .random([3, 1])]),
        GradientCase("Add", ["axis": .int(1), "broadcast": .int(1)], [.random([2, 3, 4]), .random([3])], operatorSet: 6),
        GradientCase("Sub", [:], [.random([3, 1]), .random([2, 3, 4])]),
        GradientCase("Mul", [:], [.random([2, 3, 4, 4]), .random([2, 3, 1, 1])]),
        GradientCase("Mul", [:], [.random([2, 3]), .constant(Tensor.counting([3]))], note: "by a constant"),
        GradientCase("Div", [:], [.random([2, 3, 4]), .random([4], in: 0.5...2)]),
    ]
}
