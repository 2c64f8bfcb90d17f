import Tensors

/// Every summand gets the gradient.
extension Sum: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.each { try step.arithmetic.unbroadcast(step.gradient(), to: step.inputShape($0)) }
    }
}

/// Every input gets its share of the gradient.
extension Mean: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let share = try step.arithmetic.product(step.gradient(), 1 / Double(step.wanted.count))
        return try step.each { try step.arithmetic.unbroadcast(share, to: step.inputShape($0)) }
    }
}

/// The gradient goes to the input that won, in equal parts to all that are as great.
extension Max: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: Set(wanted.indices), outputs: [0]) }
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] { try step.gradientsOfWinners() }
}

/// The gradient goes to the input that won, in equal parts to all that are as small.
extension Min: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: Set(wanted.indices), outputs: [0]) }
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] { try step.gradientsOfWinners() }
}

extension BackwardStep {
    fileprivate func gradientsOfWinners() throws -> [Tensor?] {
        let output = try output()
        let wins = try wanted.indices.map { index in
            try arithmetic.map(arithmetic.broadcast(input(index), to: output.shape), output) { $0 == $1 ? 1 : 0 }
        }
        var winners = try input(0).number(0)
        for win in wins { winners = try arithmetic.sum(winners, win) }
        let share = try arithmetic.quotient(gradient(), winners)
        return try each { index in try arithmetic.unbroadcast(arithmetic.product(wins[index], share), to: inputShape(index)) }
    }
}
