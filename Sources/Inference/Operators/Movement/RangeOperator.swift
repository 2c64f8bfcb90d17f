import Tensors

/// The numbers from `start` up to, not including, `limit`, `delta` apart.
///
/// Source: ONNX Range, opset 11.
struct RangeOperator: AttributelessOperator {
    static let name = "Range"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let start = try inputs.required(0, "start")
        let numbers = try ["start", "limit", "delta"].enumerated().map { index, role throws(OperatorError) in
            let input = try inputs.required(index, role)
            try input.requireType(of: start, role: role, like: "start")
            guard let constant = input.constant else { throw OperatorError.notConstant(role: role) }
            guard constant.elementCount == 1, constant.elementType != .bool else {
                throw OperatorError.shapes(found: [constant.shape], expected: "a scalar for '\(role)'")
            }
            return constant.numbers(as: Double.self)[0]
        }
        let count = ((numbers[1] - numbers[0]) / numbers[2]).rounded(.up)
        guard numbers[2] != 0, count.isFinite, count <= Double(ShapeInference.largestElementCount) else {
            throw .attributeValue(name: "delta", value: "\(numbers[2])", expected: "a step that leads from start to limit")
        }
        return [ValueInfo(start.elementType, [Int(max(0, count))])]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        guard let output = try inferOutputs(inputs.known).first else { return [] }
        return [try Self.fill(output.shape, inputs, as: output.elementType.requiredNumericElement("start"))]
    }

    private static func fill<Element: NumericElement>(
        _ shape: Shape, _ inputs: [Tensor?], as type: Element.Type
    ) throws(OperatorError) -> Tensor {
        let start = try inputs.required(0).elements(as: type)[0]
        let delta = try inputs.required(2).elements(as: type)[0]
        return Tensor(shape, of: type) { y in
            for index in y.indices { y[index] = start.plus(delta.times(Element(.signed(Int64(index))))) }
        }
    }
}
