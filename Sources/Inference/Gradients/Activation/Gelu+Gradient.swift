import CKernels
import Foundation

extension Gelu: DifferentiableFunction {
    func derivative(at x: Double) -> Double {
        guard approximates else { return (1 + erf(x / 2.0.squareRoot())) / 2 + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
        let root = (2 / Double.pi).squareRoot()
        let bounded = tanh(root * (x + 0.044715 * x * x * x))
        return (1 + bounded) / 2 + x / 2 * (1 - bounded * bounded) * root * (1 + 3 * 0.044715 * x * x)
    }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { approximates ? cnns_gelu_tanh_gradient(x, g, y, count) : cnns_gelu_gradient(x, g, y, count) }
}
