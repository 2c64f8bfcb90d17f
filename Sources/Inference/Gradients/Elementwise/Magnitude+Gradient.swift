extension Abs: DifferentiableFunction { func derivative(at x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 } }
extension Neg: DifferentiableFunction { func derivative(at x: Double) -> Double { -1 } }
