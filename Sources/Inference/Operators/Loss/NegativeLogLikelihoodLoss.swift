import Tensors

/// Minus the log-probability of the right class at each place, times the class's weight; classes equal to `ignore_index` count nothing.
///
/// Source: ONNX NegativeLogLikelihoodLoss, opsets 12, 13, 22.
struct NegativeLogLikelihoodLoss: Operator {
    static let name = "NegativeLogLikelihoodLoss"
    private let loss: ClassLoss

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) { loss = try ClassLoss(attributes) }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        [try loss.infer(inputs, roles: ("input", "target"))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        [try loss.loss(inputs.required(0), target: inputs.required(1), weight: inputs.optional(2))]
    }
}
