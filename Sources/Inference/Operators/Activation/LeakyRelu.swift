import CKernels

/// `x` where it is not negative, `alpha * x` elsewhere.
///
/// Source: ONNX LeakyRelu, opsets 1, 6, 16.
struct LeakyRelu: UnaryFunction {
    static let name = "LeakyRelu"

    let alpha: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 0.01)
    }

    func value(at x: Double) -> Double { x < 0 ? Double(alpha) * x : x }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_leaky_relu(x, y, count, alpha) }
}
