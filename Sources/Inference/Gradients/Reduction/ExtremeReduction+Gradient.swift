import Tensors

/// The gradient goes to the greatest elements, in equal parts to all that are as great.
extension ReduceMax: DifferentiableReduction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.share(gradient, amongPlacesIn: [x].required(0), equalTo: [output].required(0))
    }
}

/// The gradient goes to the smallest elements, in equal parts to all that are as small.
extension ReduceMin: DifferentiableReduction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.share(gradient, amongPlacesIn: [x].required(0), equalTo: [output].required(0))
    }
}

extension TensorArithmetic {
    fileprivate func share(_ gradient: Tensor, amongPlacesIn x: Tensor, equalTo extreme: Tensor) throws -> Tensor {
        let isExtreme = map(x, broadcast(extreme, to: x.shape)) { $0 == $1 ? 1 : 0 }
        let reduced = x.shape.dimensions.indices.filter { extreme.shape[$0] == 1 && x.shape[$0] != 1 }
        return try product(isExtreme, quotient(gradient, sum(isExtreme, over: reduced)))
    }
}
