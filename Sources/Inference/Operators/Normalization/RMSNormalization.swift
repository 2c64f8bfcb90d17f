import Tensors

/// `x / √(mean(x²) + epsilon) · scale`, with the mean over everything from `axis` on; the scale broadcasts.
///
/// Source: ONNX RMSNormalization, opset 23; Zhang and Sennrich, 2019, arXiv:1910.07467.
struct RMSNormalization: Operator {
    static let name = "RMSNormalization"
    let axis: Int
    private let epsilon: Float

    var parameterIndices: [Int] { [1] }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: -1)
        epsilon = try attributes.float("epsilon", default: 1e-5)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, scale) = (try inputs.required(0, "X"), try inputs.required(1, "scale"))
        try x.requireNormalizable(minimumRank: 1)
        _ = try x.requireAxis(axis)
        try scale.requireType(of: x, role: "scale", like: "X")
        guard Shape.broadcast(scale.shape, x.shape) == x.shape else {
            throw .shapes(found: [x.shape, scale.shape], expected: "a scale that broadcasts to the shape of X")
        }
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let axis = try ValueInfo(constant: x).requireAxis(axis)
        let rows = Shape(Array(x.shape.dimensions[..<axis])).elementCount
        let length = rows == 0 ? 0 : x.elementCount / rows
        let numbers = x.floatElements
        let factors = (0..<rows).map { row in
            let sum = numbers[row * length..<(row + 1) * length].reduce(0.0) { $0 + Double($1) * Double($1) }
            return Float(1 / (sum / Double(max(1, length)) + Double(epsilon)).squareRoot())
        }
        let y = RowNormalization.affine(x, scale: factors, shift: [Float](repeating: 0, count: rows), in: context)
        return [try Mul.apply(y, inputs.required(1), in: context)]
    }
}
