import Tensors

/// A tensor of the given shape with the same number everywhere: that of `value`, or 0 in float32.
///
/// Source: ONNX ConstantOfShape, opsets 9, 20, 21, 23.
struct ConstantOfShape: Operator {
    static let name = "ConstantOfShape"
    private let value: Tensor

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        value = try attributes.tensor("value") ?? Tensor([1], [0])
        guard value.elementCount == 1 else {
            throw .attributeValue(name: "value", value: "\(value.shape)", expected: "a tensor of one element")
        }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        [try ValueInfo(checking: value.elementType, Shape(inputs.requiredIntegers(0, "input")))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        try inferOutputs(inputs.known).map { StridedView([]).broadcast(to: $0.shape).copy(of: value, in: context) }
    }
}
