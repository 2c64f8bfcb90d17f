import Tensors

/// Lines along an axis divided by their norm: the sum of magnitudes (`p` 1) or the square root of the sum of squares (`p` 2).
///
/// A line of zeros becomes not a number, as in the ONNX project's own cases.
///
/// Source: ONNX LpNormalization, opsets 1, 22.
struct LpNormalization: Operator {
    static let name = "LpNormalization"
    let axis: Int
    let order: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: -1)
        order = try attributes.int("p", default: 2)
        guard order == 1 || order == 2 else { throw .attributeValue(name: "p", value: String(order), expected: "1 or 2") }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        try input.requireFloatingPoint("input")
        _ = try input.requireAxis(axis)
        return [ValueInfo(input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let input = try inputs.required(0)
        let axis = try ValueInfo(constant: input).requireAxis(axis)
        let plan = try ReductionAxes(keeping: [axis]).plan(input.shape, [])
        let norms = try order == 1 ? ReduceL1.reduced(input, plan, in: context) : ReduceL2.reduced(input, plan, in: context)
        return [try Div.apply(input, norms, in: context)]
    }
}
