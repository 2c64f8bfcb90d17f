import Tensors

/// The inputs of one of several runs of an operator.
struct OperatorJob: Sendable {
    let inputs: [Tensor?]
    /// What the epilogue adds.
    let residual: Tensor?
}

/// An operator that does several jobs in one go, faster than one after another.
protocol JobSharingOperator: Operator {
    /// The only output of every job, or `nil` where the jobs have nothing to share.
    ///
    /// The epilogue is that of all jobs but for the residual.
    func run(_ jobs: [OperatorJob], epilogue: Epilogue, in context: RunContext) throws -> [Tensor]?
}

extension Plan.Step {
    /// Runs an operator with the step's epilogue for each job; the outputs of each.
    func run(_ jobs: [OperatorJob], _ implementation: any Operator, in context: RunContext) throws -> [[Tensor]] {
        let epilogue = try self.epilogue.resolved { _ in nil }
        if let sharing = implementation as? any JobSharingOperator, let results = try sharing.run(jobs, epilogue: epilogue, in: context) {
            return results.map { [$0] }
        }
        let alone = RunContext(control: context.control)
        return try context.mapped(jobs) { job in
            guard let finishing = implementation as? any EpilogueOperator else { return try implementation.run(job.inputs, in: alone) }
            var finish = epilogue
            finish.residual = job.residual
            return [try finishing.run(job.inputs, epilogue: finish, in: alone)]
        }
    }
}

extension RunContext {
    /// The results of `transform` for each element, the elements shared out to threads.
    ///
    /// Rethrows the error of the first element that has one.
    func mapped<Element: Sendable, Result: Sendable>(
        _ elements: [Element], _ transform: @Sendable (Element) throws -> Result
    ) throws -> [Result] {
        var results = [Swift.Result<Result, any Error>?](repeating: nil, count: elements.count)
        results.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let places = buffer
            parallel(elements.count) { range in
                for index in range { places[index] = Swift.Result { try transform(elements[index]) } }
            }
        }
        return try results.compactMap { try $0?.get() }
    }
}
