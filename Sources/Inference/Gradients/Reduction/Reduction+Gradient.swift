import CKernels
import Foundation
import Tensors

/// A reduction, as what its gradient makes of every element.
///
/// `gradient` and `output` have the reduced axes with extent 1, so that they broadcast to the input `x`.
protocol DifferentiableReduction: Reduction, DifferentiableOperator {
    /// A tensor that broadcasts to the gradient of the input; `x` and `output` are there if ``gradientNeeds(wanted:)`` asked for them.
    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor
}

extension DifferentiableReduction {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let shape = try step.inputShape(0)
            let plan = try axes.plan(shape, step.inputInfos)
            let kept = Shape(shape.dimensions.indices.map { plan.reduced.contains($0) ? 1 : shape[$0] })
            let result = try spread(
                step.gradient().reshaped(to: kept), x: step.inputs.optional(0), output: step.outputs.optional(0)?.reshaped(to: kept),
                length: plan.length, step.arithmetic)
            return step.arithmetic.broadcast(result, to: shape)
        }
    }
}

/// Every element gets the gradient.
extension ReduceSum: DifferentiableReduction {
    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) -> Tensor { gradient }
}

/// Every element gets its share.
extension ReduceMean: DifferentiableReduction {
    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.product(gradient, 1 / Double(max(1, length)))
    }
}

/// `2x · g`.
extension ReduceSumSquare: DifferentiableReduction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.product([x].required(0), arithmetic.product(gradient, 2))
    }
}

/// The sign of x times `g`.
extension ReduceL1: DifferentiableReduction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.product(Sign().run([x], in: arithmetic.context)[0], gradient)
    }
}

/// `x / ‖x‖ · g`.
extension ReduceL2: DifferentiableReduction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.product([x].required(0), arithmetic.quotient(gradient, [output].required(0)))
    }
}

/// `g` over the sum, which is `eʸ`.
extension ReduceLogSum: DifferentiableReduction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstOutput }

    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        try arithmetic.quotient(gradient, Exp().run([output], in: arithmetic.context)[0])
    }
}

/// `eˣ⁻ʸ · g`: the softmax.
extension ReduceLogSumExp: DifferentiableReduction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0], outputs: [0]) }

    func spread(_ gradient: Tensor, x: Tensor?, output: Tensor?, length: Int, _ arithmetic: TensorArithmetic) throws -> Tensor {
        let difference = try arithmetic.difference([x].required(0), [output].required(0))
        return try arithmetic.product(Exp().run([difference], in: arithmetic.context)[0], gradient)
    }
}
