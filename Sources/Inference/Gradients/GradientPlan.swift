import Tensors

/// Which operations a gradient has to go back through, and what it needs of the forward run for that.
struct GradientPlan: Sendable {
    /// One operation on the way back.
    struct Step: Sendable {
        let node: Node
        let implementation: any DifferentiableOperator
        /// Of which inputs the gradient is wanted.
        let wanted: [Bool]
        let needs: GradientNeeds
        /// Whether the outputs are computed again from the inputs, because an edit changed those of the forward run.
        let recomputesOutputs: Bool
        let multiplyAdds: Int
    }

    /// From the seeds to the targets.
    let steps: [Step]

    /// Plans the way from the values `seeds` back to the values `targets`; it ends at values that are fed.
    ///
    /// - Complexity: O(operations of the network).
    /// - Throws: ``GradientError`` where the way leads through an operator that has no gradient.
    init(
        _ network: Network, seeds: some Sequence<String>, targets: some Sequence<String>, edited: Set<String>,
        isFed: (String) -> Bool
    ) throws(GradientError) {
        var active = Set(targets)
        for operation in network.operations where operation.node.inputs.contains(where: active.contains) {
            active.formUnion(operation.node.outputs.filter { !isFed($0) && network.carriesGradient($0) })
        }
        active.remove("")
        var reached = Set(seeds)
        var steps: [Step] = []
        for (index, operation) in network.operations.enumerated().reversed() {
            let node = operation.node
            guard node.outputs.contains(where: { reached.contains($0) && active.contains($0) && !isFed($0) }) else { continue }
            let wanted = node.inputs.map { active.contains($0) && network.carriesGradient($0) }
            guard wanted.contains(true) else { continue }
            guard let implementation = operation.implementation as? any DifferentiableOperator else {
                throw .notDifferentiable(node: node.name, operatorName: node.operatorName)
            }
            for (input, isWanted) in zip(node.inputs, wanted) where isWanted { reached.insert(input) }
            var needs = implementation.gradientNeeds(wanted: wanted)
            let recomputes = needs.outputs.contains { $0 < node.outputs.count && edited.contains(node.outputs[$0]) }
            if recomputes { needs = GradientNeeds(inputs: Set(node.inputs.indices)) }
            steps.append(
                Step(
                    node: node, implementation: implementation, wanted: wanted, needs: needs, recomputesOutputs: recomputes,
                    multiplyAdds: network.layers.all[index].multiplyAdds))
        }
        self.steps = steps
    }

    /// The values of the forward run that the steps read.
    var forwardValues: Set<String> { steps.reduce(into: []) { $0.formUnion($1.forwardValues) } }
}

extension GradientPlan.Step {
    /// The values of the forward run that this step reads.
    var forwardValues: Set<String> {
        let inputs = needs.inputs.compactMap { $0 < node.inputs.count ? node.inputs[$0] : nil }
        let outputs = needs.outputs.compactMap { $0 < node.outputs.count ? node.outputs[$0] : nil }
        return Set(inputs + outputs).subtracting([""])
    }
}

extension Network {
    /// Whether a value is of a type that has gradients.
    ///
    /// One whose type only a run tells might be.
    func carriesGradient(_ value: String) -> Bool { values[value]?.elementType.isFloatingPoint ?? (producers[value] != nil) }
}

extension ElementType {
    /// The type of the gradient of a value: float32 for those of 16 bits.
    var gradientType: ElementType { self == .float64 ? .float64 : .float32 }
}
