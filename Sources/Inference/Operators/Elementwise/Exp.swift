import CKernels
import Foundation

/// The exponential of every element.
///
/// Source: ONNX Exp, opsets 1, 6, 13.
struct Exp: UnaryFunction, AttributelessOperator {
    static let name = "Exp"

    func value(at x: Double) -> Double { exp(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_exp(x, y, count) }
}
