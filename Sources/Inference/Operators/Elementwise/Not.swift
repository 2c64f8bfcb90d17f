import Tensors

/// Whether X does not hold, element by element.
///
/// Source: ONNX Not, opset 1.
struct Not: AttributelessOperator {
    static let name = "Not"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        guard x.elementType == .bool else { throw .elementType(role: "X", found: x.elementType, expected: "Boolean") }
        return [ValueInfo(.bool, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        return [Tensor(x.shape, elements: x.bytes.map { $0 == 0 })]
    }
}
