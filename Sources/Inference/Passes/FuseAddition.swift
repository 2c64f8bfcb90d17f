/// Folds the addition of a skip connection into the later of the two operations whose results it adds.
enum FuseAddition: PlanPass {
    static func apply(to plan: inout Plan, of network: Network) {
        plan.foldSteps(candidates: 0..<2) { step, producer, input, plan in
            guard step.implementation is Add, step.inputs.count == 2 else { return false }
            let residual = step.inputs[1 - input]
            let epilogue = plan.steps[producer].epilogue
            guard epilogue.residual == nil, epilogue.range == nil, residual != step.inputs[input] else { return false }
            guard let shape = network.values[step.inputs[input]]?.shape, network.values[residual]?.shape == shape else { return false }
            let isKnownInTime = !plan.steps[producer...].contains { $0.outputs.contains(residual) }
            guard isKnownInTime else { return false }
            plan.steps[producer].epilogue.residual = residual
            return true
        }
    }
}
