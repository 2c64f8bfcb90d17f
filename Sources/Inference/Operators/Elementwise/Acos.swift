import CKernels
import Foundation

/// The angle in radians whose cosine is x.
///
/// Source: ONNX Acos, opsets 7, 22.
struct Acos: UnaryFunction, AttributelessOperator {
    static let name = "Acos"

    func value(at x: Double) -> Double { acos(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_acos(x, y, count) }
}
