import Tensors

/// Running sums along an axis: with the element itself or, where `exclusive` is set, without; from the end where `reverse` is set.
///
/// Source: ONNX CumSum, opsets 11, 14.
struct CumSum: Operator {
    static let name = "CumSum"
    let excludesElement: Bool
    let runsBackwards: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        excludesElement = try attributes.int("exclusive", default: 0) != 0
        runsBackwards = try attributes.int("reverse", default: 0) != 0
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "x")
        guard x.elementType.isNumber else { throw .elementType(role: "x", found: x.elementType, expected: "a number") }
        _ = try axis(of: x, inputs)
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let lines = AxisLines(x.shape, axis: try axis(of: ValueInfo(constant: x), inputs.known))
        return [sums(of: x, lines, as: try x.elementType.requiredNumericElement("x"))]
    }

    private func axis(of x: ValueInfo, _ inputs: [ValueInfo?]) throws(OperatorError) -> Int {
        let given = try inputs.requiredIntegers(1, "axis")
        guard let axis = given.first, given.count == 1 else {
            throw .attributeValue(name: "axis", value: "\(given)", expected: "one axis")
        }
        return try x.requireAxis(axis)
    }

    private func sums<Element: NumericElement>(of x: Tensor, _ lines: AxisLines, as type: Element.Type) -> Tensor {
        let elements = x.elements(as: type)
        return Tensor(x.shape, of: type) { y in
            lines.forEach { _, start in
                var sum = Element.zero
                for step in 0..<lines.length {
                    let place = start + (runsBackwards ? lines.length - 1 - step : step) * lines.columns
                    let next = sum.plus(elements[place])
                    y[place] = excludesElement ? sum : next
                    sum = next
                }
            }
        }
    }
}
