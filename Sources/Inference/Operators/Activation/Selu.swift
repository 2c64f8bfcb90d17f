import CKernels
import Foundation

/// `gamma * x` where x is positive, `gamma * alpha * (exp(x) - 1)` elsewhere.
///
/// The constants keep activations at mean 0 and variance 1: Klambauer et al., "Self-Normalizing Neural Networks", 2017.
///
/// Source: ONNX Selu, opsets 1, 6, 22.
struct Selu: UnaryFunction {
    static let name = "Selu"

    let alpha: Float
    let gamma: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 1.67326319217681884765625)
        gamma = try attributes.float("gamma", default: 1.05070102214813232421875)
    }

    func value(at x: Double) -> Double { Double(gamma) * (x <= 0 ? Double(alpha) * expm1(x) : x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_selu(x, y, count, alpha, gamma) }
}
