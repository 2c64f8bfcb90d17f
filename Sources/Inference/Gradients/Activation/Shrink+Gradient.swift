extension Shrink: DifferentiableFunction {
    func derivative(at x: Double) -> Double { abs(x) > threshold || x < -threshold ? 1 : 0 }
}
