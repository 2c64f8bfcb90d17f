import Tensors

/// For each index a line of `depth` numbers along a new axis: `values[1]` at the index, `values[0]` elsewhere.
///
/// An index outside of the depth leaves a line without a mark.
///
/// Source: ONNX OneHot, opsets 9, 11.
struct OneHot: Operator {
    static let name = "OneHot"
    private let axis: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: -1)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let indices = try inputs.required(0, "indices")
        let values = try inputs.required(2, "values")
        guard indices.elementType.isNumber else { throw .elementType(role: "indices", found: indices.elementType, expected: "a number") }
        guard values.shape.checkedElementCount == 2 else { throw .shapes(found: [values.shape], expected: "two numbers for 'values'") }
        return [try ValueInfo(checking: values.elementType, try lines(indices.shape, inputs).output)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let indices = try inputs.required(0)
        let values = try inputs.required(2)
        let (output, axis) = try lines(indices.shape, inputs.known)
        let depth = output[axis]
        let inner = Shape(Array(output.dimensions[(axis + 1)...])).elementCount
        let places = indices.numbers(as: Int64.self)
        var choices = [Int](repeating: 0, count: output.elementCount)
        for (position, place) in places.enumerated() {
            let index = place < 0 ? place &+ Int64(depth) : place
            guard index >= 0, index < Int64(depth) else { continue }
            choices[(position / inner * depth + Int(index)) * inner + position % inner] = 1
        }
        return [values.reshaped(to: [2]).gathered(axis: 0, indices: choices).reshaped(to: output)]
    }

    private func lines(_ indices: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> (output: Shape, axis: Int) {
        guard let constant = try inputs.required(1, "depth").constant else { throw .notConstant(role: "depth") }
        guard constant.elementCount == 1, let depth = constant.converted(to: .int64).integers?.first, depth >= 0 else {
            throw .shapes(found: [constant.shape], expected: "a depth of 0 or more")
        }
        let rank = indices.rank + 1
        guard let axis = Shape([Int](repeating: 1, count: rank)).normalizedAxis(axis) else {
            throw .attributeValue(name: "axis", value: String(axis), expected: "an axis of \(rank)")
        }
        var extents = indices.dimensions
        extents.insert(depth, at: axis)
        return (Shape(extents), axis)
    }
}
