import Inference
import Tensors

extension GradientCases {
    static let reductions: [GradientCase] =
        [
            "ReduceL1", "ReduceL2", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare",
        ].flatMap { name in
            [
                GradientCase(name, ["keepdims": .int(0)], [.random([2, 3, 4], in: -2...2), .integers([0, 2])]),
                GradientCase(name, [:], [.random([2, 3], in: 0.5...2)]),
            ]
        } + [
            GradientCase("ReduceLogSum", [:], [.random([2, 3, 4], in: 0.1...2), .integers([-1])]),
            GradientCase("ReduceMean", ["axes": .ints([1]), "keepdims": .int(0)], operatorSet: 13),
            GradientCase("ReduceProd", [:], [.numbers([2, 3], [2, 0, -3, 0.5, 4, -1]), .integers([1])], note: "with a zero"),
            GradientCase("CumSum", [:], [.random([2, 4]), .constant(Tensor([], elements: [Int64(1)]))]),
            GradientCase(
                "CumSum", ["exclusive": .int(1), "reverse": .int(1)], [.random([3, 2]), .constant(Tensor([], elements: [Int64(0)]))]),
            GradientCase("TopK", [:], [.random([2, 5]), .integers([3])], outputCount: 2),
            GradientCase("TopK", ["axis": .int(0), "largest": .int(0)], [.random([5, 2]), .integers([2])], outputCount: 2),
        ]
}
