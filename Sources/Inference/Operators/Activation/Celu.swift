import CKernels
import Foundation

/// `max(0, x) + min(0, alpha * (exp(x / alpha) - 1))`.
///
/// Source: ONNX Celu, opsets 12.
struct Celu: UnaryFunction {
    static let name = "Celu"

    let alpha: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 1)
    }

    func value(at x: Double) -> Double { x < 0 ? Double(alpha) * expm1(x / Double(alpha)) : x }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_celu(x, y, count, alpha) }
}
