import CKernels
import Foundation

/// `x` where it is not negative, `alpha * (exp(x) - 1)` elsewhere.
///
/// Source: ONNX Elu, opsets 1, 6, 22.
struct Elu: UnaryFunction {
    static let name = "Elu"

    let alpha: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 1)
    }

    func value(at x: Double) -> Double { x < 0 ? Double(alpha) * expm1(x) : x }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_elu(x, y, count, alpha) }
}
