import Tensors

/// `g` where the output is strictly inside the limits; the limits themselves get what was stopped at each.
extension Clip: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [1, 2], outputs: [0]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (low, high) = limits(step.inputs)
        return try step.each { index in
            if index == 0 { return try step.passed(between: low, and: high) }
            let limit = index == 1 && low < high ? low : index == 2 ? high : .nan
            let stopped = try step.arithmetic.map(step.output(), step.gradient()) { $0 == limit ? $1 : 0 }
            return try step.arithmetic.unbroadcast(stopped, to: step.inputShape(index))
        }
    }

    private func limits(_ inputs: [Tensor?]) -> (low: Double, high: Double) {
        if let attributeLimits { return (Double(attributeLimits.low), Double(attributeLimits.high)) }
        let low = inputs.optional(1)?.numbers(as: Double.self).first ?? -.infinity
        let high = inputs.optional(2)?.numbers(as: Double.self).first ?? .infinity
        return (low, high)
    }
}
