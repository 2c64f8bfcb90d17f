import Tensors

/// `(g − n′(x) · Σ g · y) / n`, where the norm `n` grows by `sign x` with order 1 and by `y` with order 2.
extension LpNormalization: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (x, output, gradient, arithmetic) = (try step.input(0), try step.output(), try step.gradient(), step.arithmetic)
            let axis = try ValueInfo(constant: x).requireAxis(axis)
            let plan = try ReductionAxes(keeping: [axis]).plan(x.shape, [])
            let norms = try order == 1 ? ReduceL1.reduced(x, plan, in: step.context) : ReduceL2.reduced(x, plan, in: step.context)
            let growth = try order == 1 ? Sign().run([x], in: step.context)[0] : output
            let common = try arithmetic.sum(arithmetic.product(gradient, output), over: [axis])
            return try arithmetic.quotient(arithmetic.difference(gradient, arithmetic.product(growth, common)), norms)
        }
    }
}
