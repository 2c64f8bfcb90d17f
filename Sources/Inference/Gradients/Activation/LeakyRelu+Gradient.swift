import CKernels

extension LeakyRelu: DifferentiableFunction {
    func derivative(at x: Double) -> Double { x > 0 ? 1 : Double(alpha) }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_leaky_relu_gradient(x, g, y, count, alpha) }
}

extension ThresholdedRelu: DifferentiableFunction {
    func derivative(at x: Double) -> Double { x > Double(alpha) ? 1 : 0 }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) { cnns_thresholded_relu_gradient(x, g, y, count, alpha) }
}
