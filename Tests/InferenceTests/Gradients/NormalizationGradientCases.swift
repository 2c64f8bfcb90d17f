import Inference
import Tensors

extension GradientCases {
    static let normalizations: [GradientCase] = [
        GradientCase(
            "BatchNormalization", ["epsilon": .float(0.1)],
            [.random([2, 3, 2, 3]), .random([3]), .random([3]), .random([3]), .random([3], in: 0.5...2)],
            reference: { inputs in
                let all = inputs.map { $0?.doubles ?? [] }
                let epsilon = Double(Float(0.1))
                let numbers = all[0].enumerated().map { index, number in
                    let channel = index / 6 % 3
                    return all[1][channel] * (number - all[3][channel]) / (all[4][channel] + epsilon).squareRoot() + all[2][channel]
                }
                return [Tensor([2, 3, 2, 3], elements: numbers)]
            })
    ]
}
