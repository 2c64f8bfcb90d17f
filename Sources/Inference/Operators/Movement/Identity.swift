import Tensors

/// The input as it is.
///
/// Source: ONNX Identity, opsets 1, 13, 14, 16, 19, 21, 23.
struct Identity: AttributelessOperator {
    static let name = "Identity"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        return [ValueInfo(input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { [try inputs.required(0)] }
}
