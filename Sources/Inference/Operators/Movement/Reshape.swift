import Tensors

/// The same elements under another shape.
///
/// A 0 in the shape stands for the input's extent there (unless `allowzero` is set), one -1 for whatever remains.
///
/// Source: ONNX Reshape, opsets 1 (the shape is an attribute), 5, 13, 14 (`allowzero`), 19, 21, 23.
struct Reshape: Operator {
    static let name = "Reshape"
    private let attributeShape: [Int]?
    private let allowsZero: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        attributeShape = operatorSet < 5 ? try attributes.ints("shape") ?? [] : nil
        allowsZero = try attributes.int("allowzero", default: 0) != 0
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        return [ValueInfo(data.elementType, try shape(of: data.shape, inputs))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        return [data.reshaped(to: try shape(of: data.shape, inputs.known))]
    }

    private func shape(of data: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> Shape {
        var extents = if let attributeShape { attributeShape } else { try inputs.requiredIntegers(1, "shape") }
        let requested = Shape(extents)
        if !allowsZero {
            for axis in extents.indices where extents[axis] == 0 {
                guard axis < data.rank else { throw .shapes(found: [data, requested], expected: "an input axis for each 0 in the shape") }
                extents[axis] = data[axis]
            }
        }
        let open = extents.indices.filter { extents[$0] == -1 }
        if let axis = open.first, open.count == 1 {
            extents[axis] = 1
            guard let known = Shape(extents).checkedElementCount, known > 0, data.elementCount.isMultiple(of: known) else {
                throw .shapes(found: [data, requested], expected: "a shape with as many elements as the input")
            }
            extents[axis] = data.elementCount / known
        }
        guard Shape(extents).checkedElementCount == data.elementCount else {
            throw .shapes(found: [data, requested], expected: "a shape with as many elements as the input")
        }
        return Shape(extents)
    }
}
