import Tensors

/// The input repeated so that it has the shape that it and the given one broadcast to.
///
/// Source: ONNX Expand, opsets 8, 13.
struct Expand: AttributelessOperator {
    static let name = "Expand"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        let requested = Shape(try inputs.requiredIntegers(1, "shape"))
        guard let shape = Shape.broadcast(input.shape, requested), requested.dimensions.allSatisfy({ $0 >= 0 }) else {
            throw .shapes(found: [input.shape, requested], expected: "shapes that broadcast to one")
        }
        return [try ValueInfo(checking: input.elementType, shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        return try inferOutputs(inputs.known).map { StridedView(input.shape).broadcast(to: $0.shape).copy(of: input, in: context) }
    }
}
