import Tensors

/// Each number that was chosen gets the gradient of its place in the order.
extension TopK: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (x, gradient) = (try step.input(0), try step.gradient())
            let axis = try ValueInfo(constant: x).requireAxis(axis)
            let chosen = try run(step.inputs, in: step.context)[1]
            let places = try GatherElements(attributes: ["axis": .int(axis)], operatorSet: 13)
                .run([PlaceRouting.places(x.shape), chosen], in: step.context)[0]
            return PlaceRouting.scatter(gradient, to: places, shape: x.shape)
        }
    }
}
