import Tensors

/// The product of all other elements times `g`: from the left and from the right of each, so that a zero spoils nothing.
extension ReduceProd: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let x = try step.input(0)
            let plan = try axes.plan(x.shape, step.inputInfos)
            let places = PlaceRouting.places(x.shape)
            let order = (plan.view?.copy(of: places, in: step.context) ?? places).numbers(as: Int32.self).map(Int.init)
            let (numbers, reached) = (x.numbers(as: Double.self), try step.gradient().numbers(as: Double.self))
            var result = [Double](repeating: 0, count: numbers.count)
            for row in 0..<plan.rows {
                let line = order[row * plan.length..<(row + 1) * plan.length]
                var before = reached[row]
                for place in line {
                    result[place] = before
                    before *= numbers[place]
                }
                var after = 1.0
                for place in line.reversed() {
                    result[place] *= after
                    after *= numbers[place]
                }
            }
            return Tensor(x.shape, elements: result).converted(to: x.elementType)
        }
    }
}
