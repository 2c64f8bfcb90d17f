import Tensors

/// One batch of variants on its way through the steps of a plan.
struct VariantExecution {
    let evaluation: VariantEvaluation
    let context: RunContext
    let count: Int
    /// The values that differ from the baseline, by name.
    private(set) var changed: [String: VariantBatch]
    private var readersLeft: [String: Int]
    /// The part of each value that each variant changes, as far as it can be told beforehand.
    let expected: ExpectedRegions
    var multiplyAdds = 0

    init(_ evaluation: VariantEvaluation, _ batch: VariantBatch, in context: RunContext) {
        self.evaluation = evaluation
        self.context = context
        count = batch.count
        changed = [evaluation.source: batch]
        readersLeft = evaluation.plan.readerCounts
        expected = ExpectedRegions(of: batch, in: evaluation)
    }

    mutating func run() throws -> VariantRun {
        for index in evaluation.plan.steps.indices {
            try context.control.checkCancellation()
            let step = evaluation.plan.steps[index]
            do {
                try compute(step, index, locality: evaluation.localities[index])
            } catch let error as OperatorError {
                throw RunError.operation(step.name, reason: error.description)
            }
            release(step.allInputs)
        }
        var values: [String: [Tensor]] = [:]
        for name in evaluation.plan.wanted { values[name] = try whole(name) }
        return VariantRun(values: values, multiplyAdds: multiplyAdds)
    }

    private mutating func compute(_ step: Plan.Step, _ index: Int, locality: Locality?) throws {
        let changedInputs = step.allInputs.filter { changed[$0] != nil }
        guard let first = changedInputs.first else { return }
        let edits = step.outputs.flatMap { evaluation.edits.own($0) }
        var results: [VariantBatch]?
        if changedInputs.count == 1, first == step.inputs.first, edits.allSatisfy(\.isChannelwise),
            case .channels(let channels, let replacement)? = changed[first]
        {
            results = try throughChannels(step, index, channels, replacement).map { [$0] }
        }
        if results == nil, let blocked = evaluation.blockedSteps[index], let locality, edits.isEmpty {
            results = try throughBlocks(step, blocked, locality).map { [$0] }
        }
        if results == nil, let locality, edits.allSatisfy(\.ignoresPositions) {
            results = try throughRegions(step, locality).map { [$0] }
        }
        if results == nil, let reduction = step.implementation as? any BlockedReduction {
            results = reduced(step, reduction).map { [$0] }
        }
        for (name, result) in zip(step.outputs, try results ?? throughWholes(step)) where !name.isEmpty {
            changed[name] = edits.isEmpty ? result : result.mapped { evaluation.edits.edited($0, name) }
        }
    }

    private mutating func release(_ names: [String]) {
        for name in names {
            guard let left = readersLeft[name] else { continue }
            readersLeft[name] = left - 1
            if left == 1, !evaluation.plan.wanted.contains(name) { changed[name] = nil }
        }
    }

    func baseline(_ name: String) throws -> Tensor {
        guard let tensor = evaluation.baseline[name] else { throw RunError.unknownValue(name) }
        return tensor
    }
}

// MARK: - Whole values

extension VariantExecution {
    /// A value of every variant, whole.
    private func whole(_ name: String) throws -> [Tensor] {
        let baseline = try baseline(name)
        guard let batch = changed[name] else { return [Tensor](repeating: baseline, count: count) }
        return batch.wholes(baseline)
    }

    private mutating func throughWholes(_ step: Plan.Step) throws -> [VariantBatch] {
        let inputs = try step.inputs.map { $0.isEmpty ? nil : try whole($0) }
        let residual = try step.epilogue.residual.map { try whole($0) }
        multiplyAdds += step.multiplyAdds * count
        let jobs = (0..<count).map { variant in
            OperatorJob(inputs: inputs.map { $0?[variant] }, residual: residual?[variant])
        }
        let outputs = try step.run(jobs, step.implementation, in: context)
        return step.outputs.indices.map { index in .patches(outputs.map { Patch($0[index]) }) }
    }
}
