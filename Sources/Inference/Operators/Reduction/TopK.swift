import Tensors

/// The k largest (or smallest) numbers along an axis in order, and their places; of equal numbers the first comes first.
///
/// Source: ONNX TopK, opsets 1 (`k` is an attribute), 10 (an input), 11 (`largest`, `sorted`), 24.
struct TopK: Operator {
    static let name = "TopK"
    let axis: Int
    private let takesLargest: Bool
    private let attributeCount: Int?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: -1)
        takesLargest = try attributes.int("largest", default: 1) != 0
        attributeCount = try attributes.int("k")
        if operatorSet < 10 && attributeCount == nil { throw .missingAttribute(name: "k") }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        guard x.elementType.isNumber else { throw .elementType(role: "X", found: x.elementType, expected: "a number") }
        let axis = try x.requireAxis(axis)
        let given = if let attributeCount { [attributeCount] } else { try inputs.requiredIntegers(1, "K") }
        guard let count = given.first, given.count == 1, count >= 0, count <= x.shape[axis] else {
            throw .attributeValue(name: "k", value: "\(given)", expected: "at most \(x.shape[axis])")
        }
        var output = x.shape
        output.dimensions[axis] = count
        return [ValueInfo(x.elementType, output), ValueInfo(.int64, output)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        guard let output = try inferOutputs(inputs.known).first?.shape else { return [] }
        return try select(from: x, output, as: x.elementType.requiredNumericElement("X"))
    }

    private func select<Element: NumericElement>(from x: Tensor, _ output: Shape, as type: Element.Type) throws(OperatorError) -> [Tensor] {
        let axis = try ValueInfo(constant: x).requireAxis(axis)
        let elements = x.elements(as: type)
        let lines = AxisLines(x.shape, axis: axis)
        let results = AxisLines(output, axis: axis)
        var values = [Element](repeating: .zero, count: output.elementCount)
        var places = [Int64](repeating: 0, count: output.elementCount)
        lines.forEach { line, start in
            let order = (0..<lines.length).sorted {
                let (a, b) = (elements[start + $0 * lines.columns], elements[start + $1 * lines.columns])
                return a == b ? $0 < $1 : (a > b) == takesLargest
            }
            let target = line / lines.columns * results.length * lines.columns + line % lines.columns
            for rank in 0..<results.length {
                values[target + rank * lines.columns] = elements[start + order[rank] * lines.columns]
                places[target + rank * lines.columns] = Int64(order[rank])
            }
        }
        return [Tensor(output, elements: values), Tensor(output, elements: places)]
    }
}
