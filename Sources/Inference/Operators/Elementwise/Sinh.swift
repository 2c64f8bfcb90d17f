import CKernels
import Foundation

/// The hyperbolic sine.
///
/// Source: ONNX Sinh, opsets 9, 22.
struct Sinh: UnaryFunction, AttributelessOperator {
    static let name = "Sinh"

    func value(at x: Double) -> Double { sinh(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_sinh(x, y, count) }
}
