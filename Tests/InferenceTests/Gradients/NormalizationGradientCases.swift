import Inference
import Tensors

extension GradientCases {
    static let normalizations: [GradientCase] = [
        GradientCase(
            "BatchNormalization", ["epsilon": .float(0.1)],
            [.random([2, 3, 2, 3]), .random([3]), .random([3]), .random([3]), .random([3], in: 0.5...2)],
            reference: Reference.batchNormalization(epsilon: 0.1)),
        GradientCase(
            "GroupNormalization", ["num_groups": .int(2), "epsilon": .float(0.1)], [.random([2, 4, 3]), .random([4]), .random([4])],
            reference: Reference.standardization(epsilon: 0.1, group: { $0 / 6 }, parameter: { $0 / 3 % 4 })),
        GradientCase(
            "GroupNormalization", ["num_groups": .int(2), "epsilon": .float(0.1)], [.random([2, 4, 3]), .random([2]), .random([2])],
            operatorSet: 18, reference: Reference.standardization(epsilon: 0.1, group: { $0 / 6 }, parameter: { $0 / 6 % 2 })),
        GradientCase(
            "InstanceNormalization", ["epsilon": .float(0.1)], [.random([2, 3, 2, 2]), .random([3]), .random([3])],
            reference: Reference.standardization(epsilon: 0.1, group: { $0 / 4 }, parameter: { $0 / 4 % 3 })),
        GradientCase(
            "LayerNormalization", ["axis": .int(1), "epsilon": .float(0.1)], [.random([3, 2, 4]), .random([2, 4]), .random([2, 4])],
            reference: Reference.standardization(epsilon: 0.1, group: { $0 / 8 }, parameter: { $0 % 8 })),
        GradientCase(
            "LayerNormalization", ["epsilon": .float(0.1)], [.random([3, 5]), .random([5])], note: "without bias",
            reference: Reference.standardization(epsilon: 0.1, group: { $0 / 5 }, parameter: { $0 % 5 })),
        GradientCase("LpNormalization", ["p": .int(1), "axis": .int(1)]),
        GradientCase("LpNormalization", ["p": .int(2)]),
        GradientCase("MeanVarianceNormalization", ["axes": .ints([0, 2])]),
        GradientCase(
            "LRN", ["size": .int(3), "alpha": .float(0.6), "beta": .float(0.75), "bias": .float(0.5)], [.random([2, 5, 3])],
            reference: Reference.localResponse(size: 3, alpha: 0.6, beta: 0.75, bias: 0.5)),
        GradientCase(
            "LRN", ["size": .int(4), "alpha": .float(0.6), "beta": .float(0.5), "bias": .float(0.5)], [.random([1, 6, 2])],
            reference: Reference.localResponse(size: 4, alpha: 0.6, beta: 0.5, bias: 0.5)),
    ]
}
