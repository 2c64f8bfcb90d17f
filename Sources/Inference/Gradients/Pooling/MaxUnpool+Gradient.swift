import Tensors

/// Every element gets the gradient of the place where it was put; where two were put at one place, the last.
extension MaxUnpool: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [1]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (shape, gradient) = (try step.inputShape(0), try step.gradient())
            let extents = try extents(shape, step.inputInfos)
            let places = try places(step.input(1), pooled: extents.pooled, output: extents.output)
            var last: [Int: Int] = [:]
            for (index, place) in places.enumerated() { last[place] = index }
            let kept = places.enumerated().map { last[$1] == $0 ? $1 : -1 }
            return gradient.reshaped(to: [gradient.elementCount]).gathered(axis: 0, indices: kept).reshaped(to: shape)
        }
    }
}
