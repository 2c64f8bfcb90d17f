import CKernels
import Foundation

/// `x * tanh(softplus(x))`.
///
/// Source: ONNX Mish, opsets 18, 22.
struct Mish: UnaryFunction, AttributelessOperator {
    static let name = "Mish"

    func value(at x: Double) -> Double { x * tanh(max(x, 0) + log1p(exp(-abs(x)))) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_mish(x, y, count) }
}
