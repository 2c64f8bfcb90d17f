import CKernels
import Foundation

/// The tangent of an angle in radians.
///
/// Source: ONNX Tan, opsets 7, 22.
struct Tan: UnaryFunction, AttributelessOperator {
    static let name = "Tan"

    func value(at x: Double) -> Double { tan(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_tan(x, y, count) }
}
