/// Leaves out operators that pass their input on as it is, unless somebody looks at what they yield.
enum SkipIdentities: PlanPass {
    static func apply(to plan: inout Plan, of network: Network) {
        let readerCounts = plan.readerCounts
        var sources: [String: String] = [:]
        var kept: [Plan.Step] = []
        for var step in plan.steps {
            step.inputs = step.inputs.map { sources[$0] ?? $0 }
            let isUnseen = !plan.visible.contains(step.outputs[0])
            let others = step.outputs.dropFirst().allSatisfy { readerCounts[$0] == nil && !plan.visible.contains($0) }
            let isKnown = step.inputs.dropFirst().allSatisfy { $0.isEmpty || network.constant($0) != nil }
            if step.implementation is any PassingOperator, isUnseen, others, isKnown {
                sources[step.outputs[0]] = step.inputs[0]
            } else {
                kept.append(step)
            }
        }
        plan.steps = kept
    }
}

/// An operator whose first output is its first input.
protocol PassingOperator: Operator {}

extension Identity: PassingOperator {}
extension Dropout: PassingOperator {}
