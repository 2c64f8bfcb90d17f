import Inference
import Tensors
import Testing

extension GradientCases {
    static let elementwise: [GradientCase] = functions + arithmetic

    private static let functions: [GradientCase] = [
        GradientCase("Abs"),
        GradientCase("Acos", [:], [.random([2, 5], in: -0.9...0.9)]),
        GradientCase("Acosh", [:], [.random([2, 5], in: 1.1...3)]),
        GradientCase("Asin", [:], [.random([2, 5], in: -0.9...0.9)]),
        GradientCase("Asinh"),
        GradientCase("Atan"),
        GradientCase("Atanh", [:], [.random([2, 5], in: -0.9...0.9)]),
        GradientCase("Ceil"),
        GradientCase("Cos"),
        GradientCase("Cosh"),
        GradientCase("Erf"),
        GradientCase("Exp"),
        GradientCase("Floor"),
        GradientCase("Hardmax"),
        GradientCase("Log", [:], [.random([2, 5], in: 0.2...3)]),
        GradientCase("Neg"),
        GradientCase("Reciprocal", [:], [.random([2, 5], in: 0.2...3)]),
        GradientCase("Round"),
        GradientCase("Sign"),
        GradientCase("Sin"),
        GradientCase("Sinh"),
        GradientCase("Sqrt", [:], [.random([2, 5], in: 0.2...3)]),
        GradientCase("Tan", [:], [.random([2, 5], in: -1...1)]),
    ]

    private static let arithmetic: [GradientCase] = [
        GradientCase("Add", [:], [.random([2, 3, 4]), .random([3, 1])]),
        GradientCase("Add", ["axis": .int(1), "broadcast": .int(1)], [.random([2, 3, 4]), .random([3])], operatorSet: 6),
        GradientCase("Cast", ["to": .int(1)], note: "to float32", reference: { [try #require($0[0])] }),
        GradientCase(
            "CastLike", [:], [.random([2, 3]), .constant(Tensor(scalar: 1))], note: "float32", reference: { [try #require($0[0])] }),
        GradientCase("Sub", [:], [.random([3, 1]), .random([2, 3, 4])]),
        GradientCase("Mul", [:], [.random([2, 3, 4, 4]), .random([2, 3, 1, 1])]),
        GradientCase("Mul", [:], [.random([2, 3]), .constant(Tensor.counting([3]))], note: "by a constant"),
        GradientCase("Div", [:], [.random([2, 3, 4]), .random([4], in: 0.5...2)]),
        GradientCase("Max", [:], [.random([2, 3]), .random([3]), .random([2, 1])]),
        GradientCase("Mean", [:], [.random([2, 3]), .random([3]), .random([2, 1])]),
        GradientCase("Min", [:], [.random([2, 3]), .random([3]), .random([2, 1])]),
        GradientCase("Mod", ["fmod": .int(1)], [.random([2, 3], in: -4...4), .random([3], in: 0.5...2)]),
        GradientCase("Pow", [:], [.random([2, 3], in: 0.2...2), .random([3])]),
        GradientCase("Pow", [:], [.random([2, 3]), .constant(Tensor(scalar: 2))], note: "squares"),
        GradientCase("Pow", [:], [.random([2, 3]), .constant(Tensor(scalar: 3))], note: "cubes"),
        GradientCase("Sum", [:], [.random([2, 3]), .random([3]), .random([2, 1])]),
        GradientCase("Where", [:], [.constant(Tensor([2, 1], elements: [true, false])), .random([2, 3]), .random([3])]),
    ]
}
