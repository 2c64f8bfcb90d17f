import Tensors

/// One run of a plan.
struct Execution {
    private let plan: Plan
    private let context: RunContext
    /// Values from outside the plan: the feed, constants, the cache.
    private let known: (String) -> Tensor?
    private let edits: EditScope
    private var values: [String: Tensor] = [:]
    private var readersLeft: [String: Int]

    init(plan: Plan, context: RunContext, edits: EditScope, known: @escaping (String) -> Tensor?) {
        self.plan = plan
        self.edits = edits
        self.context = context
        self.known = known
        readersLeft = plan.readerCounts
    }

    /// Runs the steps and returns those of the wanted values that they computed.
    mutating func run() throws -> [String: Tensor] {
        let total = Double(max(1, plan.multiplyAdds))
        var done = 0
        for step in plan.steps {
            try context.control.checkCancellation()
            for (name, tensor) in zip(step.outputs, try compute(step)) where !name.isEmpty {
                values[name] = edits.edited(tensor, name)
            }
            release(step.allInputs)
            done += step.multiplyAdds
            context.control.report(Double(done) / total)
        }
        try context.control.checkCancellation()
        return values.filter { plan.wanted.contains($0.key) }
    }

    private func compute(_ step: Plan.Step) throws -> [Tensor] {
        let inputs = step.inputs.map { $0.isEmpty ? nil : values[$0] ?? known($0) }
        do {
            guard !step.epilogue.isEmpty, let implementation = step.implementation as? any EpilogueOperator else {
                return try step.implementation.run(inputs, in: context)
            }
            let epilogue = try step.epilogue.resolved { values[$0] ?? known($0) }
            return [try implementation.run(inputs, epilogue: epilogue, in: context)]
        } catch let error as OperatorError {
            throw RunError.operation(step.name, reason: error.description)
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
