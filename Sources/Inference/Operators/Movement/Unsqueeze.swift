import Tensors

/// The input with new axes of extent 1, which are numbered as in the output.
///
/// Source: ONNX Unsqueeze, opsets 1, 11 (axes are an attribute), 13, 21, 23 (an input).
struct Unsqueeze: Operator {
    static let name = "Unsqueeze"
    private let axes: [Int]?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axes = try attributes.ints("axes")
        if operatorSet < 13 && axes == nil { throw .missingAttribute(name: "axes") }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        return [ValueInfo(data.elementType, try unsqueezed(data.shape, inputs))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        return [data.reshaped(to: try unsqueezed(data.shape, inputs.known))]
    }

    private func unsqueezed(_ shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> Shape {
        let given = if let axes { axes } else { try inputs.requiredIntegers(1, "axes") }
        let added = Set(try AxisList.normalized(given, rank: shape.rank + given.count))
        var rest = shape.dimensions.makeIterator()
        return Shape((0..<shape.rank + given.count).map { added.contains($0) ? 1 : rest.next() ?? 1 })
    }
}
