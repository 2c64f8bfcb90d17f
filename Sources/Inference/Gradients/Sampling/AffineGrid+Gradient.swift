import Tensors

/// A matrix gets the sum of the gradients of its places, each times where it was mapped from.
extension AffineGrid: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (shape, gradient) = (try step.inputShape(0), try step.gradient())
            let extents = try extents(shape, step.inputInfos)
            let (rank, places, reached) = (extents.count, places(extents), gradient.numbers(as: Double.self))
            var sums = [Double](repeating: 0, count: shape.elementCount)
            for (index, number) in reached.enumerated() {
                let (place, row) = index.quotientAndRemainder(dividingBy: rank)
                let (image, position) = place.quotientAndRemainder(dividingBy: places.count)
                for column in 0...rank { sums[(image * rank + row) * (rank + 1) + column] += number * places[position][column] }
            }
            return Tensor(shape, elements: sums).converted(to: gradient.elementType)
        }
    }
}
