import Tensors

/// A gets `g · Bᵀ`, B `Aᵀ · g`, summed over the batches that either is repeated along.
extension MatMul: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds {
        GradientNeeds(inputs: Set((0..<2).filter { wanted[1 - $0] }))
    }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let shapes = [try step.inputShape(0), try step.inputShape(1)]
        let matrices = [
            shapes[0].rank == 1 ? [1] + shapes[0].dimensions : shapes[0].dimensions,
            shapes[1].rank == 1 ? shapes[1].dimensions + [1] : shapes[1].dimensions,
        ]
        let gradient = try step.gradient()
        let rows = matrices[0][matrices[0].count - 2]
        let columns = matrices[1][matrices[1].count - 1]
        let vectorAxes = shapes.filter { $0.rank == 1 }.count
        let batch = gradient.shape.dimensions.dropLast(2 - vectorAxes)
        let reached = gradient.reshaped(to: Shape(batch + [rows, columns]))
        return try step.each { index in
            let other = try step.input(1 - index).reshaped(to: Shape(matrices[1 - index]))
            let turned = other.withLastAxesExchanged(in: step.context)
            let product = try MatMul().run(index == 0 ? [reached, turned] : [turned, reached], in: step.context)[0]
            return try step.arithmetic.unbroadcast(product, to: Shape(matrices[index])).reshaped(to: shapes[index])
        }
    }
}

extension Tensor {
    /// The transposes of the matrices in the last two axes.
    fileprivate func withLastAxesExchanged(in context: RunContext) -> Tensor {
        let axes = Array(0..<shape.rank)
        return StridedView(shape).permuted(axes.dropLast(2) + [shape.rank - 1, shape.rank - 2]).copy(of: self, in: context)
    }
}
