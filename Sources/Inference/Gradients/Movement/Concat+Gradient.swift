import Tensors

/// Every input gets its part of the gradient.
extension Concat: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let gradient = try step.gradient()
        let axis = try ValueInfo(constant: gradient).requireAxis(axis)
        var start = 0
        return try step.wanted.indices.map { index in
            let extent = try step.inputShape(index)[axis]
            defer { start += extent }
            guard step.wants(index) else { return nil }
            return StridedView(gradient.shape).sliced(axis: axis, start: start, count: extent).copy(of: gradient, in: step.context)
        }
    }
}
