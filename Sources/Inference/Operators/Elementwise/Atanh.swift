import CKernels
import Foundation

/// The inverse of the hyperbolic tangent.
///
/// Source: ONNX Atanh, opsets 9, 22.
struct Atanh: UnaryFunction, AttributelessOperator {
    static let name = "Atanh"

    func value(at x: Double) -> Double { atanh(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_atanh(x, y, count) }
}
