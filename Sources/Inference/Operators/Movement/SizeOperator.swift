import Tensors

/// How many elements the input has, as an int64 scalar.
///
/// Source: ONNX Size, opsets 1, 13, 19, 21, 23.
struct SizeOperator: AttributelessOperator {
    static let name = "Size"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        guard let count = data.shape.checkedElementCount else {
            throw .shapes(found: [data.shape], expected: "a shape whose elements can be counted")
        }
        return [ValueInfo(constant: Tensor([], elements: [Int64(count)]))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        [Tensor([], elements: [Int64(try inputs.required(0).elementCount)])]
    }
}
