import Tensors

/// What reaches an output goes to the element that it is; regions are taken as they are.
extension MaxRoiPool: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0, 1]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (x, gradient) = (try step.input(0), try step.gradient().floats)
            let places = try winners(x, step.inputs)
            return Tensor(x.shape) { result in
                result.initialize(repeating: 0)
                for (index, place) in places.enumerated() where place >= 0 { result[place] += gradient[index] }
            }
        }
    }
}
