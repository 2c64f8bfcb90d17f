import Tensors

/// Before opset 7, the axis of the first operand that the second operand's first axis stands under.
///
/// Source: ONNX Add, opsets 1 and 6, attributes `axis` and `broadcast`.
struct OperandAlignment: Sendable {
    private let axis: Int?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = operatorSet < 7 ? try attributes.int("axis") : nil
    }

    /// The second operand's shape with axes of extent 1 appended, so that it broadcasts as it would from the right.
    func aligned(_ second: Shape, to first: Shape) throws(OperatorError) -> Shape {
        guard let axis else { return second }
        guard let start = first.normalizedAxis(axis), start + second.rank <= first.rank else {
            throw .attributeValue(name: "axis", value: String(axis), expected: "an axis of \(first) that \(second) fits under")
        }
        return Shape(second.dimensions + [Int](repeating: 1, count: first.rank - start - second.rank))
    }
}

/// An operator of two numeric tensors of one type.
protocol BinaryArithmetic: Operator, BinaryFunction {
    var alignment: OperandAlignment { get }
    init(alignment: OperandAlignment)
}

extension BinaryArithmetic {
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        self.init(alignment: try OperandAlignment(attributes: attributes, operatorSet: operatorSet))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let a = try inputs.required(0, "A")
        let b = try inputs.required(1, "B")
        guard a.elementType.isNumber else { throw .elementType(role: "A", found: a.elementType, expected: "a number") }
        try b.requireType(of: a, role: "B", like: "A")
        let second = try alignment.aligned(b.shape, to: a.shape)
        return [try ValueInfo(checking: a.elementType, Broadcasting([a.shape, second]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let a = try inputs.required(0)
        let b = try inputs.required(1)
        return [try Self.apply(a, b.reshaped(to: alignment.aligned(b.shape, to: a.shape)), in: context)]
    }
}
