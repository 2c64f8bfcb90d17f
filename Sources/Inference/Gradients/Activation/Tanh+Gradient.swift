import CKernels
import Foundation

extension Tanh: DifferentiableFunction {
    func derivative(at x: Double) -> Double { 1 - tanh(x) * tanh(x) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_tanh_gradient(x, g, y, count) }
}

extension Softsign: DifferentiableFunction {
    func derivative(at x: Double) -> Double { 1 / ((1 + abs(x)) * (1 + abs(x))) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_softsign_gradient(x, g, y, count) }
}
