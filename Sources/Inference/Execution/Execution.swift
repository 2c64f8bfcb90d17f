import Tensors

/// One run of a prepared plan.
///
/// Values pass from step to step in the layout in which the steps' kernels read them, and are turned about only where somebody looks
/// at them or an operator has no kernel for blocked maps.
struct Execution {
    private let prepared: PreparedPlan
    private let context: RunContext
    /// Values from outside the plan: the feed, constants, the cache.
    private let known: (String) -> Tensor?
    private let edits: EditScope
    /// Where the values in blocks lie.
    private let memory: MapMemory
    private var values: [Activation]
    private var readersLeft: [Int]

    /// - Parameter memory: as much as the plan takes, for this run alone; nothing that the run yields is in it.
    init(_ prepared: PreparedPlan, memory: MapMemory, context: RunContext, edits: EditScope, known: @escaping (String) -> Tensor?) {
        self.prepared = prepared
        self.memory = memory
        self.edits = edits
        self.context = context
        self.known = known
        values = [Activation](repeating: Activation(), count: prepared.names.count)
        readersLeft = prepared.readerCounts
    }

    /// Runs the steps and returns those of the wanted values that they computed.
    mutating func run() throws -> [String: Tensor] {
        let total = Double(max(1, prepared.multiplyAdds))
        var done = 0
        for step in prepared.steps {
            try context.control.checkCancellation()
            let start = context.recorder.map { _ in ContinuousClock.now }
            if let blocked = step.blocked {
                try compute(step, blocked)
            } else if !joinedInPlace(step) {
                for (number, tensor) in zip(step.outputs, try compute(step)) {
                    guard let number else { continue }
                    values[number] = Activation(tensor: edits.edited(tensor, prepared.names[number]))
                }
            }
            if let start { context.recorder?.add(step, byteCount: prepared.byteCount(of: step), since: start, in: context) }
            release(step)
            done += step.operation.multiplyAdds
            context.control.report(Double(done) / total)
        }
        try context.control.checkCancellation()
        var results: [String: Tensor] = [:]
        for (number, name) in prepared.names.enumerated() where prepared.isWanted[number] && values[number].exists {
            results[name] = try tensor(number)
        }
        return results
    }

    private mutating func compute(_ step: PreparedPlan.Step) throws -> [Tensor] {
        if let reduction = step.operation.implementation as? any BlockedReduction, let input = step.inputs[0],
            values[input].tensor == nil, let buffers = values[input].buffers, buffers.count == 1, let all = prepared.maps[input]
        {
            return [reduction.reduced(buffers[0], over: all, in: context)]
        }
        let inputs = try step.inputs.map { try $0.map { try tensor($0) } }
        let residual = try step.residual.map { try tensor($0) }
        let operation = step.operation
        do {
            guard !operation.epilogue.isEmpty, let implementation = operation.implementation as? any EpilogueOperator else {
                return try operation.implementation.run(inputs, in: context)
            }
            let epilogue = try operation.epilogue.resolved { _ in residual }
            return [try implementation.run(inputs, epilogue: epilogue, in: context)]
        } catch let error as OperatorError {
            throw RunError.operation(operation.name, reason: error.description)
        }
    }

    private mutating func compute(_ step: PreparedPlan.Step, _ blocked: BlockedStep) throws {
        guard let input = step.inputs[0], let output = step.outputs[0], let all = prepared.maps[output],
            let outputs = memory.buffers[output]
        else { return }
        let kernel = blocked.kernel
        let inputs = try kernel.inputLayout == .blocked ? buffers(input) : plainBuffers(input, kernel.covered(by: all))
        let residuals = try step.residual.map { try buffers($0) }
        let jobs = inputs.indices.map { BlockedJob(input: inputs[$0], residual: residuals?[$0], output: outputs[$0], region: all) }
        kernel.run(jobs, in: context)
        for output in outputs { output.fillMargin(around: all, from: nil, mapShape: all) }
        values[output] = Activation(buffers: outputs, isInPlace: true)
        if edits.changes(prepared.names[output]) {
            values[output] = Activation(tensor: edits.edited(try tensor(output), prepared.names[output]))
        }
    }

    /// Whether a step joins values that lie where their join is to be; then that is done.
    private mutating func joinedInPlace(_ step: PreparedPlan.Step) -> Bool {
        guard step.isJoinedInPlace, let output = step.outputs[0], !edits.changes(prepared.names[output]),
            step.inputs.allSatisfy({ $0.map { values[$0].isInPlace } ?? false })
        else { return false }
        values[output] = Activation(buffers: memory.buffers[output], isInPlace: true)
        return true
    }

    /// Drops values that no later step reads and nobody asked for.
    private mutating func release(_ step: PreparedPlan.Step) {
        for case let number? in step.allInputs {
            readersLeft[number] -= 1
            if readersLeft[number] == 0, !prepared.isWanted[number] { values[number] = Activation() }
        }
    }
}

// MARK: - Values in either layout

/// A value on its way through a run, in the layouts that were asked for so far.
private struct Activation {
    var tensor: Tensor?
    /// One buffer an image.
    var buffers: [MapBuffer]?
    /// Whether the buffers are where the plan has them.
    var isInPlace = false

    var exists: Bool { tensor != nil || buffers != nil }
}

extension Execution {
    private mutating func tensor(_ number: Int) throws -> Tensor {
        if let tensor = values[number].tensor { return tensor }
        guard let buffers = values[number].buffers, let all = prepared.maps[number] else {
            guard let tensor = known(prepared.names[number]) else { throw RunError.unknownValue(prepared.names[number]) }
            return tensor
        }
        let tensor = MapBuffer.tensor(buffers, all: all, in: context)
        values[number].tensor = tensor
        return tensor
    }

    /// A value in blocks, with the margin that its readers need.
    private mutating func buffers(_ number: Int) throws -> [MapBuffer] {
        if let buffers = values[number].buffers { return buffers }
        let tensor = try tensor(number)
        guard let region = prepared.needs[number] else { throw RunError.unknownValue(prepared.names[number]) }
        let buffers = MapBuffer.blocked(tensor, region: region, in: context)
        values[number] = Activation(tensor: tensor, buffers: buffers)
        return buffers
    }

    /// Some places of a plain value, zero beyond its maps.
    private mutating func plainBuffers(_ number: Int, _ region: Region) throws -> [MapBuffer] {
        let tensor = try tensor(number)
        let part = region == Region(all: tensor.shape) ? tensor : tensor.cropped(to: region, in: context)
        return (0..<tensor.shape[0]).map { MapBuffer(part, image: $0, at: region) }
    }
}

extension Network {
    /// Runs a prepared plan and returns those of the wanted values that it computed.
    ///
    /// - Parameter known: values from outside the plan.
    func run(_ prepared: PreparedPlan, edits: EditScope, in context: RunContext, known: @escaping (String) -> Tensor?) throws -> [String:
        Tensor]
    {
        let memory = plans.takeMemory(for: prepared)
        defer {
            plans.giveBack(memory)
            packedFilters.dropPassing()
        }
        var execution = Execution(prepared, memory: memory, context: context, edits: edits, known: known)
        return try context.kernels.products {
            context.threadCount > 1 ? try WorkerPool.shared.withRun { try execution.run() } : try execution.run()
        }
    }
}

extension Plan {
    /// The form of each step for blocked maps; none where a context does without them.
    ///
    /// - Throws: `RunError`, naming the step that cannot be set up.
    func blockedSteps(in network: Network, _ context: RunContext) throws -> [BlockedStep?] {
        guard context.usesBlocks else { return steps.map { _ in nil } }
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
