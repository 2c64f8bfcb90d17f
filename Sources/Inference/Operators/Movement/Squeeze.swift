import Tensors

/// The input without the given axes, which must have extent 1; without axes, without all that have it.
///
/// Source: ONNX Squeeze, opsets 1, 11 (axes are an attribute), 13, 21, 23 (an input).
struct Squeeze: Operator {
    static let name = "Squeeze"
    private let axes: AxisList

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axes = try AxisList(attributes: attributes, operatorSet: operatorSet, inputIndex: 1, firstInputSet: 13)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        return [ValueInfo(data.elementType, try squeezed(data.shape, inputs))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        return [data.reshaped(to: try squeezed(data.shape, inputs.known))]
    }

    private func squeezed(_ shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> Shape {
        let dropped = try axes.axes(inputs, rank: shape.rank) ?? shape.dimensions.indices.filter { shape[$0] == 1 }
        guard dropped.allSatisfy({ shape[$0] == 1 }) else {
            throw .shapes(found: [shape], expected: "extent 1 along the axes \(dropped)")
        }
        return Shape(shape.dimensions.indices.filter { !dropped.contains($0) }.map { shape[$0] })
    }
}
