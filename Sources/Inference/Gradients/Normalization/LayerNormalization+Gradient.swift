import Tensors

extension LayerNormalization: StandardizingOperator {
    func moments(of shape: Shape) throws -> (shape: Shape, axes: [Int]) {
        (shape, Array(try ValueInfo(.float32, shape).requireAxis(axis)..<shape.rank))
    }

    func aligned(_ parameter: Tensor, to shape: Shape, _ arithmetic: TensorArithmetic) -> Tensor { parameter }

    func parameterGradient(_ gradient: Tensor, of parameter: Shape, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.unbroadcast(gradient, to: parameter)
    }
}
