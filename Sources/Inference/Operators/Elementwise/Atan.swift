import CKernels
import Foundation

/// The angle in radians whose tangent is x.
///
/// Source: ONNX Atan, opsets 7, 22.
struct Atan: UnaryFunction, AttributelessOperator {
    static let name = "Atan"

    func value(at x: Double) -> Double { atan(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_atan(x, y, count) }
}
