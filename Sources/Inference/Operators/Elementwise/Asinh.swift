import CKernels
import Foundation

/// The inverse of the hyperbolic sine.
///
/// Source: ONNX Asinh, opsets 9, 22.
struct Asinh: UnaryFunction, AttributelessOperator {
    static let name = "Asinh"

    func value(at x: Double) -> Double { asinh(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_asinh(x, y, count) }
}
