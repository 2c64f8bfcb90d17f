import Tensors

/// The same elements as a matrix: rows are the axes before `axis`, columns the others.
///
/// Source: ONNX Flatten, opsets 1, 9, 11, 13, 21, 23.
struct Flatten: Operator {
    static let name = "Flatten"
    private let axis: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: 1)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        return [ValueInfo(input.elementType, try matrix(of: input.shape))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        return [input.reshaped(to: try matrix(of: input.shape))]
    }

    private func matrix(of shape: Shape) throws(OperatorError) -> Shape {
        guard let axis = axis == shape.rank ? axis : shape.normalizedAxis(axis) else {
            throw .attributeValue(name: "axis", value: String(axis), expected: "an axis of the shape \(shape), or its rank")
        }
        let rows = Shape(Array(shape.dimensions[..<axis])).checkedElementCount
        let columns = Shape(Array(shape.dimensions[axis...])).checkedElementCount
        guard let rows, let columns else { throw .shapes(found: [shape], expected: "a shape whose parts can be counted") }
        return [rows, columns]
    }
}
