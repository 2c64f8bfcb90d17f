import Tensors

/// The input resampled by factors of 1 or more.
///
/// Source: ONNX Upsample, opsets 7 (`scales` is an attribute), 9 (an input), 10 (deprecated: Resize takes its place).
struct Upsample: Operator {
    static let name = "Upsample"
    let interpolation: Interpolation
    private let attributeScales: [Double]?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        var interpolation = Interpolation()
        interpolation.mode = try attributes.choice("mode", default: .nearest)
        guard interpolation.mode != .cubic else { throw .unsupported("mode 'cubic'") }
        self.interpolation = interpolation
        attributeScales = try attributes.floats("scales").map { $0.map(Double.init) }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        if interpolation.mode != .nearest { try x.requireNormalizable(minimumRank: 1) }
        return [try ValueInfo(checking: x.elementType, Shape(plan(x.shape, inputs).map(\.resized)))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let plan = try plan(x.shape, inputs.known)
        let wide = interpolation.mode != .nearest && x.elementType.isHalfPrecision ? x.convertedToFloat32() : x
        return [interpolation.resample(wide, plan, extrapolation: 0, in: context).converted(to: x.elementType)]
    }

    func plan(_ shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> [CoordinateTransformation.Axis] {
        let scales = if let attributeScales { attributeScales } else { try inputs.requiredNumbers(1, "scales") }
        guard scales.count == shape.rank, scales.allSatisfy({ $0 >= 1 }) else {
            throw .attributeValue(name: "scales", value: "\(scales)", expected: "\(shape.rank) factors of 1 or more")
        }
        var plan: [CoordinateTransformation.Axis] = []
        for (axis, scale) in scales.enumerated() { plan.append(try .init(extent: shape[axis], scale: scale)) }
        return plan
    }
}
