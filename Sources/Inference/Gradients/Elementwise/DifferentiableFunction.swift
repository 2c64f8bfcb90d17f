import Tensors

/// A function of single numbers with a derivative.
///
/// float64 goes through ``derivative(at:)``, float32 through ``fillGradient(_:from:_:count:)``: a kernel where it matters.
protocol DifferentiableFunction: UnaryFunction, DifferentiableOperator {
    /// What a small change of `x` makes of the function; at a corner, either side's.
    func derivative(at x: Double) -> Double

    /// Writes `g · f′(x)` for `count` numbers.
    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int)
}

extension DifferentiableFunction {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .firstInput }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only { try gradient(at: step.input(0), step.gradient(), in: step.context) }
    }

    func fillGradient(
        _ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, _ g: UnsafePointer<Float>?, count: Int
    ) {
        guard let y, let x, let g else { return }
        for index in 0..<count { y[index] = g[index] * Float(derivative(at: Double(x[index]))) }
    }

    private func gradient(at x: Tensor, _ gradient: Tensor, in context: RunContext) -> Tensor {
        guard x.elementType == .float32 else {
            let (numbers, reached) = (x.elements(as: Double.self), gradient.elements(as: Double.self))
            return Tensor(x.shape, of: Double.self) { y in
                for index in y.indices { y[index] = reached[index] * derivative(at: numbers[index]) }
            }
        }
        return gradient.passed(at: x, in: context) { y, x, g, count in fillGradient(y, from: x, g, count: count) }
    }
}

extension Tensor {
    /// What a kernel makes of a float32 gradient, this one, and the numbers at the same places of `x`.
    func passed(
        at x: Tensor, in context: RunContext,
        by kernel: (UnsafeMutablePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?, Int) -> Void
    ) -> Tensor {
        Tensor(shape) { y in
            nonisolated(unsafe) let (numbers, gradient) = (x.floatElements.baseAddress, floatElements.baseAddress)
            nonisolated(unsafe) let (destination, kernel) = (y.baseAddress, kernel)
            context.parallel(y.count, grain: Broadcasting.grain) { range in
                let start = range.lowerBound
                kernel(destination?.advanced(by: start), numbers?.advanced(by: start), gradient?.advanced(by: start), range.count)
            }
        }
    }
}
