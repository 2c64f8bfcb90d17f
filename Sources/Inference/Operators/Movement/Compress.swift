import Tensors

/// The parts along an axis, or without one the elements, for which a condition is true; what the condition is too short for is left out.
///
/// Source: ONNX Compress, opsets 9, 11.
struct Compress: Operator {
    static let name = "Compress"
    private let axis: Int?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) { axis = try attributes.int("axis") }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (input, condition) = (try inputs.required(0, "input"), try inputs.required(1, "condition"))
        guard condition.elementType == .bool, condition.shape.rank == 1 else {
            throw .elementType(role: "condition", found: condition.elementType, expected: "a vector of Booleans")
        }
        let axis = try axis.map { axis throws(OperatorError) in try input.requireAxis(axis) }
        guard let values = condition.constant?.truthValues else { throw .notConstant(role: "condition") }
        let extent = axis.map { input.shape[$0] } ?? input.shape.elementCount
        let count = values.prefix(extent).count { $0 }
        guard let axis else { return [ValueInfo(input.elementType, [count])] }
        var shape = input.shape
        shape.dimensions[axis] = count
        return [ValueInfo(input.elementType, shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        var input = try inputs.required(0)
        let values = try inputs.required(1).truthValues ?? []
        if axis == nil { input = input.reshaped(to: [input.elementCount]) }
        let axis = try ValueInfo(constant: input).requireAxis(axis ?? 0)
        let kept = values.prefix(input.shape[axis]).enumerated().compactMap { $1 ? $0 : nil }
        return [input.gathered(axis: axis, indices: kept)]
    }
}
