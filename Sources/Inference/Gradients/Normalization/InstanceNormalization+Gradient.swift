import Tensors

extension InstanceNormalization: StandardizingOperator {
    func moments(of shape: Shape) -> (shape: Shape, axes: [Int]) { (shape, Array(2..<shape.rank)) }

    func aligned(_ parameter: Tensor, to shape: Shape, _ arithmetic: TensorArithmetic) -> Tensor {
        parameter.reshaped(to: Shape([shape[1]] + [Int](repeating: 1, count: shape.rank - 2)))
    }

    func parameterGradient(_ gradient: Tensor, of parameter: Shape, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.sum(gradient, over: gradient.shape.dimensions.indices.filter { $0 != 1 }).reshaped(to: parameter)
    }
}
