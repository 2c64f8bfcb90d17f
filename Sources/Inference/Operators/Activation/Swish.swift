import CKernels
import Foundation

/// `x * sigmoid(alpha * x)`; with alpha 1 also called SiLU.
///
/// Source: ONNX Swish, opsets 24.
struct Swish: UnaryFunction {
    static let name = "Swish"

    let alpha: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 1)
    }

    func value(at x: Double) -> Double { x / (1 + exp(-Double(alpha) * x)) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_swish(x, y, count, alpha) }
}
