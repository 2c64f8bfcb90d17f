import CKernels
import Foundation

/// `ln(1 + exp(x))`, a smooth ReLU.
///
/// Source: ONNX Softplus, opsets 1, 22.
struct Softplus: UnaryFunction, AttributelessOperator {
    static let name = "Softplus"

    func value(at x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_softplus(x, y, count) }
}
