import Tensors

/// One way back through a plan: gradients flow from the seeds to the targets, summed where branches meet, and go when they are used.
struct BackwardPass {
    private let plan: GradientPlan
    private let network: Network
    private let rule: GradientRule
    private let context: RunContext
    private let targets: Set<String>
    private let edits: EditScope
    /// What was kept of the forward run.
    private var forward: [String: Tensor]
    private var readersLeft: [String: Int] = [:]
    private var gradients: [String: Tensor]
    private var results: [String: Tensor] = [:]

    init(
        plan: GradientPlan, network: Network, rule: GradientRule, context: RunContext, seeds: [String: Tensor], targets: Set<String>,
        edits: EditScope, forward: [String: Tensor]
    ) {
        self.plan = plan
        self.network = network
        self.rule = rule
        self.context = context
        self.targets = targets
        self.edits = edits
        self.forward = forward
        gradients = seeds
        for step in plan.steps {
            for value in step.forwardValues { readersLeft[value, default: 0] += 1 }
        }
    }

    /// Runs the steps and returns the gradients of the targets.
    mutating func run() throws -> [String: Tensor] {
        defer { network.packedFilters.dropPassing() }
        let total = Double(max(1, plan.steps.reduce(0) { $0 + $1.multiplyAdds }))
        var done = 0
        for step in plan.steps {
            try context.control.checkCancellation()
            try goBack(through: step)
            done += step.multiplyAdds
            context.control.report(Double(done) / total)
        }
        try context.control.checkCancellation()
        for target in targets where results[target] == nil { results[target] = gradients[target] ?? zeros(like: target) }
        return results
    }

    private mutating func goBack(through step: GradientPlan.Step) throws {
        let outputGradients = step.node.outputs.map { takeGradient(of: $0) }
        defer { release(step.forwardValues) }
        guard outputGradients.contains(where: { $0 != nil }) else { return }
        do {
            let made = try step.implementation.gradients(try backwardStep(step, outputGradients))
            for (index, gradient) in made.enumerated() where index < step.wanted.count && step.wanted[index] {
                if let gradient { try add(gradient, to: step.node.inputs[index]) }
            }
        } catch let error as OperatorError {
            throw GradientError.operation(node: step.node.name, operatorName: step.node.operatorName, reason: error.description)
        }
    }

    /// The gradient of a value that is complete, as it is before the edits of that value.
    private mutating func takeGradient(of value: String) -> Tensor? {
        guard let gradient = gradients.removeValue(forKey: value) else { return nil }
        if targets.contains(value) { results[value] = gradient }
        return edits.gradientBefore(gradient, value)
    }

    private mutating func add(_ gradient: Tensor, to value: String) throws {
        if let sum = gradients.removeValue(forKey: value) {
            gradients[value] = try Add.apply(sum, gradient, in: context)
        } else {
            gradients[value] = gradient
        }
    }

    private func backwardStep(_ step: GradientPlan.Step, _ outputGradients: [Tensor?]) throws -> BackwardStep {
        let node = step.node
        let inputs = node.inputs.enumerated().map { index, name in
            step.needs.inputs.contains(index) ? forward[name] ?? network.constant(name) : network.constant(name)
        }
        var outputs = node.outputs.enumerated().map { index, name in step.needs.outputs.contains(index) ? forward[name] : nil }
        if step.recomputesOutputs { outputs = try step.implementation.run(inputs, in: context) }
        return BackwardStep(
            inputs: inputs.map { $0?.widened }, inputInfos: node.inputs.map { network.values[$0] }, outputs: outputs.map { $0?.widened },
            outputInfos: node.outputs.map { network.values[$0] }, outputGradients: outputGradients, wanted: step.wanted, rule: rule,
            context: context, filters: network.packedFilters)
    }

    /// Drops values of the forward run that no later step reads.
    private mutating func release(_ values: Set<String>) {
        for value in values {
            guard let left = readersLeft[value] else { continue }
            readersLeft[value] = left - 1
            if left == 1 { forward[value] = nil }
        }
    }

    /// The gradient of a value that no seed depends on.
    private func zeros(like value: String) -> Tensor? {
        network.values[value].map { Tensor.zeros($0.shape, $0.elementType.gradientType) }
    }
}

extension Tensor {
    /// The tensor itself, or its numbers as float32 where they have 16 bits.
    var widened: Tensor { elementType.isHalfPrecision ? convertedToFloat32() : self }

    /// Zeros of a floating-point type.
    static func zeros(_ shape: Shape, _ type: ElementType) -> Tensor {
        let storage = TensorStorage(byteCount: shape.elementCount * type.byteWidth)
        storage.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        return Tensor(shape: shape, elementType: type, storage: storage)
    }
}
