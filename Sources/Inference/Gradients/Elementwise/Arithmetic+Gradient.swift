import Tensors

/// An operator of two tensors that broadcast, as the gradient of each operand before it is summed back to the operand's shape.
protocol DifferentiableArithmetic: BinaryArithmetic, DifferentiableOperator {
    /// The gradient of operand `index`, of the output's shape; `operands` are those asked for, aligned to broadcast.
    func gradient(of index: Int, _ gradient: Tensor, operands: [Tensor?], _ arithmetic: TensorArithmetic) throws -> Tensor
}

extension DifferentiableArithmetic {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let shapes = [try step.inputShape(0), try alignment.aligned(step.inputShape(1), to: step.inputShape(0))]
        let operands = [step.inputs.optional(0), step.inputs.optional(1)?.reshaped(to: shapes[1])]
        return try step.each { index in
            let gradient = try gradient(of: index, step.gradient(), operands: operands, step.arithmetic)
            return try step.arithmetic.unbroadcast(gradient, to: shapes[index]).reshaped(to: step.inputShape(index))
        }
    }
}

extension Add: DifferentiableArithmetic {
    func gradient(of index: Int, _ gradient: Tensor, operands: [Tensor?], _ arithmetic: TensorArithmetic) -> Tensor { gradient }
}

extension Sub: DifferentiableArithmetic {
    func gradient(of index: Int, _ gradient: Tensor, operands: [Tensor?], _ arithmetic: TensorArithmetic) throws -> Tensor {
        index == 0 ? gradient : try arithmetic.negative(gradient)
    }
}

extension Mul: DifferentiableArithmetic {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: Set(wanted.indices.filter { wanted[1 - $0] })) }

    func gradient(of index: Int, _ gradient: Tensor, operands: [Tensor?], _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.product(gradient, operands.required(1 - index))
    }
}

extension Div: DifferentiableArithmetic {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: wanted[1] ? [0, 1] : [1]) }

    func gradient(of index: Int, _ gradient: Tensor, operands: [Tensor?], _ arithmetic: TensorArithmetic) throws -> Tensor {
        let divisor = try operands.required(1)
        let quotient = try arithmetic.quotient(gradient, divisor)
        if index == 0 { return quotient }
        return try arithmetic.negative(arithmetic.product(quotient, arithmetic.quotient(operands.required(0), divisor)))
    }
}
