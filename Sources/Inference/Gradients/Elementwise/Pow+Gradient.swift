import Foundation
import Tensors

/// `y · xʸ⁻¹ · g` for the base, `xʸ · ln x · g` for the exponent, which has none where the base is not positive.
extension Pow: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: [0, 1]) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (gradient, arithmetic) = (try step.gradient(), step.arithmetic)
        let shapes = [try step.inputShape(0), try alignment.aligned(step.inputShape(1), to: step.inputShape(0))]
        let base = arithmetic.broadcast(try step.input(0), to: gradient.shape)
        let given = try step.input(1).converted(to: gradient.elementType).reshaped(to: shapes[1])
        let exponent = arithmetic.broadcast(given, to: gradient.shape)
        return try step.each { index in
            let result =
                index == 0
                ? arithmetic.map(base, exponent, gradient) { $1 == 2 ? 2 * $0 * $2 : $1 == 0 ? 0 : $1 * pow($0, $1 - 1) * $2 }
                : arithmetic.map(base, exponent, gradient) { $0 > 0 ? pow($0, $1) * log($0) * $2 : 0 }
            return try arithmetic.unbroadcast(result, to: shapes[index]).reshaped(to: step.inputShape(index))
                .converted(to: step.inputInfos.required(index, "input").elementType.gradientType)
        }
    }
}
