import Tensors

extension GroupNormalization: StandardizingOperator {
    func moments(of shape: Shape) -> (shape: Shape, axes: [Int]) {
        ([shape[0], groups, shape.elementCount / max(1, shape[0] * groups)], [2])
    }

    func aligned(_ parameter: Tensor, to shape: Shape, _ arithmetic: TensorArithmetic) -> Tensor {
        let perParameter = shape[1] / parameter.elementCount
        let repeated = arithmetic.broadcast(
            parameter.reshaped(to: [parameter.elementCount, 1]), to: [parameter.elementCount, perParameter])
        return repeated.reshaped(to: Shape([shape[1]] + [Int](repeating: 1, count: shape.rank - 2)))
    }

    func parameterGradient(_ gradient: Tensor, of parameter: Shape, _ arithmetic: TensorArithmetic) throws -> Tensor {
        let count = parameter.elementCount
        let blocks = gradient.reshaped(to: [gradient.shape[0], count, gradient.elementCount / max(1, gradient.shape[0] * count)])
        return try arithmetic.sum(blocks, over: [0, 2]).reshaped(to: parameter)
    }
}
