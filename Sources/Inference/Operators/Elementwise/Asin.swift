import CKernels
import Foundation

/// The angle in radians whose sine is x.
///
/// Source: ONNX Asin, opsets 7, 22.
struct Asin: UnaryFunction, AttributelessOperator {
    static let name = "Asin"

    func value(at x: Double) -> Double { asin(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_asin(x, y, count) }
}
