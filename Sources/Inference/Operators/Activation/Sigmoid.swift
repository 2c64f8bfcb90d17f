import CKernels
import Foundation

/// `1 / (1 + exp(-x))`, in `0...1`.
///
/// Source: ONNX Sigmoid, opsets 1, 6, 13.
struct Sigmoid: UnaryFunction, AttributelessOperator {
    static let name = "Sigmoid"

    func value(at x: Double) -> Double { 1 / (1 + exp(-x)) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_sigmoid(x, y, count) }
}
