import CKernels
import Foundation

extension Elu: DifferentiableFunction {
    func derivative(at x: Double) -> Double { x > 0 ? 1 : Double(alpha) * exp(x) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_elu_gradient(x, g, y, count, alpha) }
}

extension Selu: DifferentiableFunction {
    func derivative(at x: Double) -> Double { Double(gamma) * (x > 0 ? 1 : Double(alpha) * exp(x)) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_selu_gradient(x, g, y, count, alpha, gamma) }
}

extension Celu: DifferentiableFunction {
    func derivative(at x: Double) -> Double { x > 0 ? 1 : exp(x / Double(alpha)) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_celu_gradient(x, g, y, count, alpha) }
}
