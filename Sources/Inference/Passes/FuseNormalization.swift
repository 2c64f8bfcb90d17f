/// Folds a batch normalization with constant parameters into the convolution before it.
enum FuseNormalization: PlanPass {
    static func apply(to plan: inout Plan, of network: Network) {
        plan.foldSteps(candidates: 0..<1) { step, producer, _, plan in
            guard let normalization = step.implementation as? BatchNormalization, plan.steps[producer].epilogue.isEmpty else {
                return false
            }
            let parameters = step.inputs[1...].map(network.constant)
            guard parameters.allSatisfy({ $0 != nil }) else { return false }
            plan.steps[producer].epilogue.normalization = (normalization, [nil] + parameters)
            return true
        }
    }
}
