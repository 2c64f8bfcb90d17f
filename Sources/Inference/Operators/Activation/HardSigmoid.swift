import CKernels

/// `max(0, min(1, alpha * x + beta))`.
///
/// Source: ONNX HardSigmoid, opsets 1, 6, 22.
struct HardSigmoid: UnaryFunction {
    static let name = "HardSigmoid"

    let alpha: Float
    let beta: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 0.2)
        beta = try attributes.float("beta", default: 0.5)
    }

    func value(at x: Double) -> Double { min(max(Double(alpha) * x + Double(beta), 0), 1) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_hard_sigmoid(x, y, count, alpha, beta) }
}
