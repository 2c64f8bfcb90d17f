import Tensors

/// The gradient in the type that the input's gradient has.
protocol ConvertingOperator: DifferentiableOperator {}

extension ConvertingOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only { try step.gradient().converted(to: step.inputInfos.required(0, "input").elementType.gradientType) }
    }
}

extension Cast: ConvertingOperator {}
extension CastLike: ConvertingOperator {}
