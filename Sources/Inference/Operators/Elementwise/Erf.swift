import CKernels
import Foundation

/// The error function, in `-1...1`.
///
/// Source: ONNX Erf, opsets 9, 13.
struct Erf: UnaryFunction, AttributelessOperator {
    static let name = "Erf"

    func value(at x: Double) -> Double { erf(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_erf(x, y, count) }
}
