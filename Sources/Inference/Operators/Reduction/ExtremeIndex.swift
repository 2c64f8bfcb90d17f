import Tensors

/// An operator that finds where along an axis the best number stands.
protocol ExtremeIndex: Operator {
    var choice: IndexChoice { get }
    init(choice: IndexChoice)

    static func isBetter<Element: Comparable>(_ candidate: Element, than best: Element) -> Bool
}

/// The axis to search, and which of several equal numbers is meant.
struct IndexChoice: Sendable {
    let axis: Int
    let keepsAxis: Bool
    let takesLast: Bool

    init(attributes: Attributes) throws(OperatorError) {
        axis = try attributes.int("axis", default: 0)
        keepsAxis = try attributes.int("keepdims", default: 1) != 0
        takesLast = try attributes.int("select_last_index", default: 0) != 0
    }
}

extension ExtremeIndex {
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        self.init(choice: try IndexChoice(attributes: attributes))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        let axis = try data.requireAxis(choice.axis)
        guard data.elementType.isNumber else { throw .elementType(role: "data", found: data.elementType, expected: "a number") }
        guard data.shape[axis] > 0 else { throw .shapes(found: [data.shape], expected: "at least one element along axis \(axis)") }
        var extents = data.shape.dimensions
        if choice.keepsAxis { extents[axis] = 1 } else { extents.remove(at: axis) }
        return [ValueInfo(.int64, Shape(extents))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let data = try inputs.required(0)
        let axis = try ValueInfo(constant: data).requireAxis(choice.axis)
        return try inferOutputs(inputs.known).map {
            indices(in: data, AxisLines(data.shape, axis: axis), $0.shape, as: try data.elementType.requiredNumericElement("data"))
        }
    }

    private func indices<Element: NumericElement>(in data: Tensor, _ lines: AxisLines, _ output: Shape, as type: Element.Type) -> Tensor {
        let elements = data.elements(as: type)
        return Tensor(output, of: Int64.self) { y in
            lines.forEach { line, start in
                var best = 0
                for index in 1..<max(1, lines.length) {
                    let (candidate, champion) = (elements[start + index * lines.columns], elements[start + best * lines.columns])
                    if Self.isBetter(candidate, than: champion) || (choice.takesLast && candidate == champion) { best = index }
                }
                y[line] = Int64(best)
            }
        }
    }
}
