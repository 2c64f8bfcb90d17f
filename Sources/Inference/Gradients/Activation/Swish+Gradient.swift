import CKernels
import Foundation

extension Swish: DifferentiableFunction {
    func derivative(at x: Double) -> Double {
        let sigmoid = 1 / (1 + exp(-Double(alpha) * x))
        return sigmoid + Double(alpha) * x * sigmoid * (1 - sigmoid)
    }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_swish_gradient(x, g, y, count, alpha) }
}

extension HardSwish: DifferentiableFunction {
    func derivative(at x: Double) -> Double { x <= -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1 }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_hard_swish_gradient(x, g, y, count) }
}

extension Mish: DifferentiableFunction {
    func derivative(at x: Double) -> Double {
        let bounded = tanh(max(x, 0) + log1p(exp(-abs(x))))
        return bounded + x / (1 + exp(-x)) * (1 - bounded * bounded)
    }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_mish_gradient(x, g, y, count) }
}
