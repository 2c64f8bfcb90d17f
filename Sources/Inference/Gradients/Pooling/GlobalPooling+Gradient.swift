import Tensors

/// Every element of a plane gets its share of the gradient of the mean.
extension GlobalAveragePool: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let shape = try step.inputShape(0)
            let share = try step.arithmetic.product(step.gradient(), 1 / Double(shape.dimensions[2...].reduce(1, *)))
            return step.arithmetic.broadcast(share, to: shape)
        }
    }
}

/// The first of the greatest elements of a plane gets the gradient.
extension GlobalMaxPool: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (x, output, gradient) = (try step.input(0), try step.output().floats, try step.gradient().floats)
        return step.only {
            Tensor(x.shape) { result in
                result.initialize(repeating: 0)
                let (numbers, plane) = (x.floatElements, x.elementCount / max(1, output.count))
                for (index, greatest) in output.enumerated() {
                    let places = index * plane..<(index + 1) * plane
                    if let winner = places.first(where: { numbers[$0] == greatest }) { result[winner] = gradient[index] }
                }
            }
        }
    }
}
