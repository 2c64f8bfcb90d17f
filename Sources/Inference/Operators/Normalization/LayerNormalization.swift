import Tensors

/// Everything from `axis` on brought to mean 0 and variance 1, then scaled and shifted element by element.
///
/// Further outputs are the means and the inverses of the standard deviations, in float32.
///
/// Source: ONNX LayerNormalization, opset 17.
struct LayerNormalization: Operator {
    static let name = "LayerNormalization"
    let axis: Int
    let epsilon: Float

    var parameterIndices: [Int] { [1, 2] }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: -1)
        epsilon = try attributes.float("epsilon", default: 1e-5)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        try x.requireNormalizable(minimumRank: 1)
        let axis = try x.requireAxis(axis)
        for (index, role) in [(1, "Scale"), (2, "B")] {
            guard let input = index == 1 ? try inputs.required(1, role) : inputs.optional(2) else { continue }
            try input.requireType(of: x, role: role, like: "X")
            guard Shape.broadcast(input.shape, x.shape) == x.shape else {
                throw .shapes(found: [x.shape, input.shape], expected: "a shape that broadcasts to that of X for '\(role)'")
            }
        }
        let moments = Shape(x.shape.dimensions.indices.map { $0 < axis ? x.shape[$0] : 1 })
        return [ValueInfo(x.elementType, x.shape), ValueInfo(.float32, moments), ValueInfo(.float32, moments)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let infos = try inferOutputs(inputs.known)
        let widened = inputs.map { input in input.map { $0.convertedToFloat32() } }
        let x = try widened.required(0)
        let rows = infos[1].shape.elementCount
        let normalization = RowNormalization(rows: rows, length: rows == 0 ? 0 : x.elementCount / rows, epsilon: epsilon)
        let (means, inverses) = normalization.moments(of: x, in: context)
        let shifts = means.indices.map { -means[$0] * inverses[$0] }
        var y = RowNormalization.affine(x, scale: inverses, shift: shifts, in: context)
        y = try Mul.apply(y, widened.required(1), in: context)
        if let shift = widened.optional(2) { y = try Add.apply(y, shift, in: context) }
        return [
            infos[0].elementType.isHalfPrecision ? y.rounded(to: infos[0].elementType) : y, Tensor(infos[1].shape, means),
            Tensor(infos[2].shape, inverses),
        ]
    }
}
