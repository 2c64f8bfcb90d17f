import Tensors

/// What a network yields for many variants of one of its values, each different from a baseline in a part of it.
///
/// The baseline is run once. For every variant only what the change reaches is computed again: the part of a map that windows
/// let it reach, until that is all of it; or one channel, until an operation mixes channels. The variants of a batch go through
/// an operation together, so that weights are read once for all of them. Results are those of whole runs but for rounding.
package struct VariantEvaluation: Sendable {
    /// The value that varies.
    package let source: String
    /// What the network yields without a variation: the source, the wanted values and whatever a variant is compared with.
    package let baseline: [String: Tensor]
    let network: Network
    let plan: Plan
    let edits: EditScope
    let localities: [Locality?]
    /// The form of each step for blocked maps, where it has one.
    let blockedSteps: [BlockedStep?]
    let geometry: VariantGeometry
    let blockedBaseline: BlockedBaseline
    let engine: Engine

    /// Plans what the wanted values need of the source, and computes the baseline.
    ///
    /// A wanted value that does not depend on the source is its baseline in every variant.
    ///
    /// - Throws: `RunError`, `EditError`, `RunCancelled`.
    package init(
        engine: Engine, network: Network, feed: Feed, edits: [Edit] = [], source: String, wanted: [String],
        control: RunControl = RunControl()
    ) throws {
        guard network.values[source] != nil else { throw RunError.unknownValue(source) }
        for name in wanted where network.values[name] == nil { throw RunError.unknownValue(name) }
        for edit in edits { try edit.check(against: network) }
        self.engine = engine
        self.network = network
        self.source = source
        self.edits = EditScope(edits, in: network)
        let dependents = network.dependents(of: source)
        plan = Plan(network, wanted: wanted, edited: self.edits.values) { $0 == source || !dependents.contains($0) }
        var names = Set(wanted).union([source])
        for step in plan.steps { names.formUnion((step.allInputs + step.outputs).filter { !$0.isEmpty }) }
        let run = try engine.run(
            network, feed: feed, edits: edits, wanted: names.filter { network.constant($0) == nil }, keepsLocality: true,
            control: control.withoutProgress)
        baseline = run.values.merging(names.compactMap { name in network.constant(name).map { (name, $0) } }) { old, _ in old }
        localities = plan.steps.map { step in
            guard step.outputs.count == 1, let output = network.values[step.outputs[0]] else { return nil }
            return Locality(step.implementation, inputs: step.inputs.map { network.values[$0] }, output: output.shape)
        }
        blockedSteps = try plan.blockedSteps(in: network, RunContext(kernels: engine.kernels))
        geometry = VariantGeometry(plan, localities, blockedSteps, in: network)
        blockedBaseline = BlockedBaseline(baseline, regions: network.regions(neededBy: blockedSteps))
    }

    /// Multiply-adds that one variant takes where nothing is used again.
    package var multiplyAdds: Int { plan.multiplyAdds }

    /// Computes the wanted values of each variant, whole, on one thread.
    ///
    /// - Throws: `RunError`, `RunCancelled`.
    package func run(_ batch: VariantBatch, control: RunControl = RunControl()) throws -> VariantRun {
        let context = RunContext(control: control, kernels: engine.kernels)
        var execution = VariantExecution(self, batch, in: context)
        return try execution.run()
    }
}

/// What a batch of variants yielded, and what it took.
package struct VariantRun: Sendable {
    /// For each wanted value one tensor a variant.
    package let values: [String: [Tensor]]
    /// The multiplications with accumulation that were made.
    package let multiplyAdds: Int
}
