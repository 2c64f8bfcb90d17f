import Tensors

/// The parts along an axis that `indices` name; a negative index counts from the end.
///
/// Data `[…, n, …]` and indices `[i, …]` give `[…, i, …, …]`.
///
/// Source: ONNX Gather, opsets 1, 11, 13.
struct Gather: Operator {
    static let name = "Gather"
    let axis: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: 0)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        let indices = try inputs.required(1, "indices")
        let axis = try data.requireAxis(axis)
        guard indices.elementType.isInteger else {
            throw .elementType(role: "indices", found: indices.elementType, expected: "integers")
        }
        return [try ValueInfo(checking: data.elementType, Self.shape(data.shape, axis, indices.shape))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        let indices = try inputs.required(1)
        let axis = try ValueInfo(constant: data).requireAxis(axis)
        let places = try indices.places("indices", extent: data.shape[axis])
        return [data.gathered(axis: axis, indices: places).reshaped(to: Self.shape(data.shape, axis, indices.shape))]
    }

    private static func shape(_ data: Shape, _ axis: Int, _ indices: Shape) -> Shape {
        Shape(Array(data.dimensions[..<axis]) + indices.dimensions + Array(data.dimensions[(axis + 1)...]))
    }
}
