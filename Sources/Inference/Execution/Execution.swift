import Tensors

/// One run of a plan.
///
/// Values pass from step to step in the layout in which the steps' kernels read them, and are turned about only where somebody looks
/// at them or an operator has no kernel for blocked maps.
struct Execution {
    private let plan: Plan
    private let network: Network
    private let context: RunContext
    /// Values from outside the plan: the feed, constants, the cache.
    private let known: (String) -> Tensor?
    private let edits: EditScope
    /// The form of each step for blocked maps, where it has one.
    private let blockedSteps: [BlockedStep?]
    /// The places that the steps need of each value that is read in blocks.
    private let needs: [String: Region]
    private var values: [String: Activation] = [:]
    private var readersLeft: [String: Int]

    init(plan: Plan, of network: Network, context: RunContext, edits: EditScope, known: @escaping (String) -> Tensor?) throws {
        self.plan = plan
        self.network = network
        self.edits = edits
        self.context = context
        self.known = known
        blockedSteps = try plan.blockedSteps(in: network, context)
        needs = network.regions(neededBy: blockedSteps)
        readersLeft = plan.readerCounts
    }

    /// Runs the steps and returns those of the wanted values that they computed.
    mutating func run() throws -> [String: Tensor] {
        let total = Double(max(1, plan.multiplyAdds))
        var done = 0
        for (index, step) in plan.steps.enumerated() {
            try context.control.checkCancellation()
            if let blocked = blockedSteps[index] {
                try compute(blocked)
            } else {
                for (name, tensor) in zip(step.outputs, try compute(step)) where !name.isEmpty {
                    values[name] = Activation(tensor: edits.edited(tensor, name))
                }
            }
            release(step.allInputs)
            done += step.multiplyAdds
            context.control.report(Double(done) / total)
        }
        try context.control.checkCancellation()
        var results: [String: Tensor] = [:]
        for name in plan.wanted where values[name] != nil { results[name] = try tensor(name) }
        return results
    }

    private mutating func compute(_ step: Plan.Step) throws -> [Tensor] {
        if let reduction = step.implementation as? any BlockedReduction, let value = values[step.inputs[0]], value.tensor == nil,
            let buffers = value.buffers, buffers.count == 1, let all = network.values[step.inputs[0]].flatMap({ Region(all: $0.shape) })
        {
            return [reduction.reduced(buffers[0], over: all)]
        }
        let inputs = try step.inputs.map { $0.isEmpty ? nil : try tensor($0) }
        let residual = try step.epilogue.residual.map { try tensor($0) }
        do {
            guard !step.epilogue.isEmpty, let implementation = step.implementation as? any EpilogueOperator else {
                return try step.implementation.run(inputs, in: context)
            }
            let epilogue = try step.epilogue.resolved { _ in residual }
            return [try implementation.run(inputs, epilogue: epilogue, in: context)]
        } catch let error as OperatorError {
            throw RunError.operation(step.name, reason: error.description)
        }
    }

    private mutating func compute(_ step: BlockedStep) throws {
        guard let shape = network.values[step.output]?.shape, let all = Region(all: shape) else { return }
        let inputs = try step.kernel.inputLayout == .blocked ? buffers(step.input) : plainBuffers(step.input, step.kernel.covered(by: all))
        let residuals = try step.residual.map { try buffers($0) }
        let outputs = inputs.map { _ in MapBuffer(.blocked, channelCount: shape[1], region: needs[step.output] ?? all) }
        let jobs = inputs.indices.map {
            BlockedJob(input: inputs[$0], residual: residuals?[$0], output: outputs[$0], region: all)
        }
        step.kernel.run(jobs, in: context)
        for output in outputs { output.fillMargin(around: all, from: nil, mapShape: all) }
        values[step.output] = Activation(buffers: outputs)
        if !edits.own(step.output).isEmpty {
            values[step.output] = Activation(tensor: edits.edited(try tensor(step.output), step.output))
        }
    }

    /// Drops values that no later step reads and nobody asked for.
    private mutating func release(_ names: [String]) {
        for name in names {
            guard let left = readersLeft[name] else { continue }
            readersLeft[name] = left - 1
            if left == 1, !plan.wanted.contains(name) { values[name] = nil }
        }
    }
}

// MARK: - Values in either layout

/// A value on its way through a run, in the layouts that were asked for so far.
private struct Activation {
    var tensor: Tensor?
    /// One buffer an image.
    var buffers: [MapBuffer]?
}

extension Execution {
    private mutating func tensor(_ name: String) throws -> Tensor {
        if let tensor = values[name]?.tensor { return tensor }
        guard let buffers = values[name]?.buffers, let all = network.values[name].flatMap({ Region(all: $0.shape) }) else {
            guard let tensor = known(name) else { throw RunError.unknownValue(name) }
            return tensor
        }
        let tensor = MapBuffer.tensor(buffers, all: all, in: context)
        values[name]?.tensor = tensor
        return tensor
    }

    /// A value in blocks, with the margin that its readers need.
    private mutating func buffers(_ name: String) throws -> [MapBuffer] {
        if let buffers = values[name]?.buffers { return buffers }
        let tensor = try tensor(name)
        guard let region = needs[name] else { throw RunError.unknownValue(name) }
        let buffers = MapBuffer.blocked(tensor, region: region, in: context)
        values[name, default: Activation(tensor: tensor)].buffers = buffers
        return buffers
    }

    /// Some places of a plain value, zero beyond its maps.
    private mutating func plainBuffers(_ name: String, _ region: Region) throws -> [MapBuffer] {
        let tensor = try tensor(name)
        let part = region == Region(all: tensor.shape) ? tensor : tensor.cropped(to: region, patchedWith: nil)
        return (0..<tensor.shape[0]).map { MapBuffer(part, image: $0, at: region) }
    }
}

extension Plan {
    /// The form of each step for blocked maps; none where a context does without them.
    ///
    /// - Throws: `RunError`, naming the step that cannot be set up.
    func blockedSteps(in network: Network, _ context: RunContext) throws -> [BlockedStep?] {
        guard context.usesWideKernels else { return steps.map { _ in nil } }
        return try steps.map { step in
            do {
                return try BlockedStep(step, in: network)
            } catch let error as OperatorError {
                throw RunError.operation(step.name, reason: error.description)
            }
        }
    }
}

extension Network {
    /// For each value that some steps read in blocks, its places with as much padding as they need.
    func regions(neededBy steps: [BlockedStep?]) -> [String: Region] {
        var regions: [String: Region] = [:]
        for case let step? in steps {
            guard let all = values[step.output].flatMap({ Region(all: $0.shape) }) else { continue }
            for (value, region) in step.needs(for: all) {
                guard let map = regions[value] ?? values[value].flatMap({ Region(all: $0.shape) }) else { continue }
                regions[value] = map.union(region)
            }
        }
        return regions
    }
}
