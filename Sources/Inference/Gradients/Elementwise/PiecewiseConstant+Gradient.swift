import Tensors

/// An operator that is constant wherever it is smooth: nothing goes back through it.
protocol PiecewiseConstantOperator: DifferentiableOperator {}

extension PiecewiseConstantOperator {
    package func gradients(_ step: BackwardStep) -> [Tensor?] { step.only { nil } }
}

extension Ceil: PiecewiseConstantOperator {}
extension Floor: PiecewiseConstantOperator {}
extension Hardmax: PiecewiseConstantOperator {}
extension Round: PiecewiseConstantOperator {}
extension Sign: PiecewiseConstantOperator {}
