import CKernels
import Foundation

/// The hyperbolic cosine.
///
/// Source: ONNX Cosh, opsets 9, 22.
struct Cosh: UnaryFunction, AttributelessOperator {
    static let name = "Cosh"

    func value(at x: Double) -> Double { cosh(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_cosh(x, y, count) }
}
