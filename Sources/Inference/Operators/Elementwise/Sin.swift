import CKernels
import Foundation

/// The sine of an angle in radians.
///
/// Source: ONNX Sin, opsets 7, 22.
struct Sin: UnaryFunction, AttributelessOperator {
    static let name = "Sin"

    func value(at x: Double) -> Double { sin(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_sin(x, y, count) }
}
