import CKernels
import Foundation

/// The hyperbolic tangent, in `-1...1`.
///
/// Source: ONNX Tanh, opsets 1, 6, 13.
struct Tanh: UnaryFunction, AttributelessOperator {
    static let name = "Tanh"

    func value(at x: Double) -> Double { tanh(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_tanh(x, y, count) }
}
