import Tensors

/// Every element gets the gradient of the place where it stands, those cut off none.
extension CenterCropPad: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let shape = try step.inputShape(0)
            let inputs = [PlaceRouting.places(shape)] + step.inputs.dropFirst()
            let places = try centered(inputs, fill: Tensor([], elements: [Int32(-1)]))
            return PlaceRouting.scatter(try step.gradient(), to: places, shape: shape)
        }
    }
}
