import CKernels
import Foundation

/// The inverse of the hyperbolic cosine.
///
/// Source: ONNX Acosh, opsets 9, 22.
struct Acosh: UnaryFunction, AttributelessOperator {
    static let name = "Acosh"

    func value(at x: Double) -> Double { acosh(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_acosh(x, y, count) }
}
