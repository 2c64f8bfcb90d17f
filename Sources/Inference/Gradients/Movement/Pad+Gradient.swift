import Tensors

/// Every element gets the gradient of the places it stands at; the constant that is added around gets what is left.
extension Pad: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (shape, gradient) = (try step.inputShape(0), try step.gradient())
        let inputs = [PlaceRouting.places(shape)] + step.inputs.dropFirst()
        let places = try padded(inputs, with: Tensor([], elements: [Int32(-1)]))
        return try step.each { index in
            if index == 0 { return PlaceRouting.scatter(gradient, to: places, shape: shape) }
            let isAdded = places.converted(to: gradient.elementType)
            let added = step.arithmetic.map(isAdded, gradient) { $0 < 0 ? $1 : 0 }
            return try step.arithmetic.sum(added, over: Array(0..<added.shape.rank)).reshaped(to: step.inputShape(index))
        }
    }
}
