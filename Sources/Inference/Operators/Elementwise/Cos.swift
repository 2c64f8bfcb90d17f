import CKernels
import Foundation

/// The cosine of an angle in radians.
///
/// Source: ONNX Cos, opsets 7, 22.
struct Cos: UnaryFunction, AttributelessOperator {
    static let name = "Cos"

    func value(at x: Double) -> Double { cos(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_cos(x, y, count) }
}
