import CKernels
import Foundation

extension Sigmoid: DifferentiableFunction {
    func derivative(at x: Double) -> Double { value(at: x) * value(at: -x) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_sigmoid_gradient(x, g, y, count) }
}

extension HardSigmoid: DifferentiableFunction {
    func derivative(at x: Double) -> Double {
        let inner = Double(alpha) * x + Double(beta)
        return inner > 0 && inner < 1 ? Double(alpha) : 0
    }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_hard_sigmoid_gradient(x, g, y, count, alpha, beta) }
}

/// The gradient of the softplus is the sigmoid.
extension Softplus: DifferentiableFunction {
    func derivative(at x: Double) -> Double { 1 / (1 + exp(-x)) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_softplus_gradient(x, g, y, count) }
}
