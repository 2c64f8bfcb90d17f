/// Folds an activation that only clamps (`Relu`, `Clip` between constants) into the operation before it.
enum FuseActivation: PlanPass {
    static func apply(to plan: inout Plan, of network: Network) {
        plan.foldSteps(candidates: 0..<1) { step, producer, _, plan in
            guard let clamping = step.implementation as? any ClampingOperator, plan.steps[producer].epilogue.range == nil else {
                return false
            }
            guard let range = clamping.range(step.inputs.map { $0.isEmpty ? nil : network.values[$0] }) else { return false }
            plan.steps[producer].epilogue.range = range
            return true
        }
    }
}

/// An operator that limits each element to a range.
protocol ClampingOperator: Operator {
    /// The range, where it is known beforehand.
    func range(_ inputs: [ValueInfo?]) -> ClosedRange<Float>?
}

extension Relu: ClampingOperator {
    func range(_ inputs: [ValueInfo?]) -> ClosedRange<Float>? { 0 ... .infinity }
}
