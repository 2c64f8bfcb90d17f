import Tensors

/// Every channel of every image `[N, C, …]` brought to mean 0 and variance 1, then scaled and shifted by channel.
///
/// Source: ONNX InstanceNormalization, opsets 1, 6, 22.
struct InstanceNormalization: Operator {
    static let name = "InstanceNormalization"
    let epsilon: Float

    var parameterIndices: [Int] { [1, 2] }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        epsilon = try attributes.float("epsilon", default: 1e-5)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        try input.requireNormalizable(minimumRank: 2)
        try inputs.required(1, "scale").requireVector("scale", count: input.shape[1], like: input)
        try inputs.required(2, "B").requireVector("B", count: input.shape[1], like: input)
        return [ValueInfo(input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let input = try inputs.required(0)
        let scale = try inputs.required(1).floats
        let shift = try inputs.required(2).floats
        let (rows, channels) = (input.shape[0] * input.shape[1], input.shape[1])
        guard input.elementCount > 0 else { return [input] }
        let normalization = RowNormalization(rows: rows, length: input.elementCount / rows, epsilon: epsilon)
        let (means, inverses) = normalization.moments(of: input, in: context)
        let factors = inverses.indices.map { scale[$0 % channels] * inverses[$0] }
        let summands = factors.indices.map { shift[$0 % channels] - means[$0] * factors[$0] }
        return [RowNormalization.affine(input, scale: factors, shift: summands, in: context)]
    }
}
