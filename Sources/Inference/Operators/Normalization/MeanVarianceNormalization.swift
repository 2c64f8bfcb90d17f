import Tensors

/// `(x - mean) / (standard deviation + 1e-9)` over the given axes, by default all but the channels of `[N, C, H, W]`.
///
/// Source: ONNX MeanVarianceNormalization, opsets 9, 13.
struct MeanVarianceNormalization: Operator {
    static let name = "MeanVarianceNormalization"
    let axes: [Int]

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axes = try attributes.ints("axes") ?? [0, 2, 3]
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        try x.requireFloatingPoint("X")
        _ = try ReductionAxes(keeping: axes).plan(x.shape, [])
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let plan = try ReductionAxes(keeping: axes).plan(x.shape, [])
        let centered = try Sub.apply(x, ReduceMean.reduced(x, plan, in: context), in: context)
        let variance = try ReduceMean.reduced(Mul.apply(centered, centered, in: context), plan, in: context)
        let exponent = Tensor(scalar: 0.5).converted(to: x.elementType)
        let epsilon = Tensor(scalar: 1e-9).converted(to: x.elementType)
        let deviation = try Add.apply(Pow.apply(variance, exponent, in: context), epsilon, in: context)
        return [try Div.apply(centered, deviation, in: context)]
    }
}
