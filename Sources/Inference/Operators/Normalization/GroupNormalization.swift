import Tensors

/// Groups of channels of every image `[N, C, …]` brought to mean 0 and variance 1, then scaled and shifted: by channel, or by group
/// in opset 18.
///
/// Wu & He, "Group Normalization", 2018.
///
/// Source: ONNX GroupNormalization, opsets 18, 21.
struct GroupNormalization: Operator {
    static let name = "GroupNormalization"
    let epsilon: Float
    let groups: Int
    private let scalesGroups: Bool

    var parameterIndices: [Int] { [1, 2] }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        epsilon = try attributes.float("epsilon", default: 1e-5)
        guard let groups = try attributes.int("num_groups") else { throw .missingAttribute(name: "num_groups") }
        guard groups > 0 else { throw .attributeValue(name: "num_groups", value: String(groups), expected: "1 or more") }
        self.groups = groups
        scalesGroups = operatorSet < 21
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        try x.requireNormalizable(minimumRank: 2)
        guard x.shape[1].isMultiple(of: groups) else {
            throw .shapes(found: [x.shape], expected: "a multiple of \(groups) channels")
        }
        let count = scalesGroups ? groups : x.shape[1]
        try inputs.required(1, "scale").requireVector("scale", count: count, like: x)
        try inputs.required(2, "bias").requireVector("bias", count: count, like: x)
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let scale = try inputs.required(1).floats
        let shift = try inputs.required(2).floats
        guard x.elementCount > 0 else { return [x] }
        let (rows, channels) = (x.shape[0] * groups, x.shape[1])
        let normalization = RowNormalization(rows: rows, length: x.elementCount / rows, epsilon: epsilon)
        let (means, inverses) = normalization.moments(of: x, in: context)
        let perGroup = channels / groups
        let factors = (0..<x.shape[0] * channels).map { place in
            scale[scalesGroups ? place % channels / perGroup : place % channels] * inverses[place / perGroup]
        }
        let summands = factors.indices.map { place in
            shift[scalesGroups ? place % channels / perGroup : place % channels] - means[place / perGroup] * factors[place]
        }
        return [RowNormalization.affine(x, scale: factors, shift: summands, in: context)]
    }
}
