import Tensors

/// The numbers of the first input in the type of the second.
///
/// Source: ONNX CastLike, opsets 15, 19 (`saturate`), 21, 23, 24 (`round_mode`).
struct CastLike: Operator {
    static let name = "CastLike"
    private let narrowing: Narrowing

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        narrowing = try Narrowing(attributes: attributes)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let target = try inputs.required(1, "target_type")
        return [try ValueInfo(checking: target.elementType, inputs.required(0, "input").shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        [try inputs.required(0).cast(to: inputs.required(1).elementType, narrowing)]
    }
}
