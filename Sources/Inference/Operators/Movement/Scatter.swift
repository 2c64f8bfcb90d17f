import Tensors

/// The old name of ``ScatterElements``, without a reduction.
///
/// Source: ONNX Scatter, opsets 9, 11 (deprecated).
struct Scatter: Operator {
    static let name = "Scatter"
    private let elements: ScatterElements

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        var own: Attributes = [:]
        own["axis"] = attributes["axis"]
        elements = try ScatterElements(attributes: own, operatorSet: operatorSet)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { try elements.inferOutputs(inputs) }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { try elements.run(inputs, in: context) }
}
