import CKernels
import Foundation

/// The natural logarithm.
///
/// Source: ONNX Log, opsets 1, 6, 13.
struct Log: UnaryFunction, AttributelessOperator {
    static let name = "Log"

    func value(at x: Double) -> Double { log(x) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_log(x, y, count) }
}
