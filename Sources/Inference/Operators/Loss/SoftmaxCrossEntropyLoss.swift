import Tensors

/// The negative log-likelihood of the softmax of scores over the classes; a second output has the log-probabilities.
///
/// Source: ONNX SoftmaxCrossEntropyLoss, opsets 12, 13.
struct SoftmaxCrossEntropyLoss: Operator {
    static let name = "SoftmaxCrossEntropyLoss"
    private let loss: ClassLoss
    private let softmax: LogSoftmax

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        loss = try ClassLoss(attributes)
        softmax = try LogSoftmax(attributes: ["axis": .int(1)], operatorSet: 13)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let scores = try inputs.required(0, "scores")
        return [try loss.infer(inputs, roles: ("scores", "labels")), ValueInfo(scores.elementType, scores.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let logarithms = try softmax.run([inputs.required(0)], in: context)
        return [try loss.loss(logarithms.required(0), target: inputs.required(1), weight: inputs.optional(2))] + logarithms
    }
}

extension [Tensor] {
    /// The output at `index` of an operator that this one runs.
    fileprivate func required(_ index: Int) throws(OperatorError) -> Tensor {
        guard index < count else { throw .missingInput(index: index, role: "input") }
        return self[index]
    }
}
