/// A rewriting of a plan that leaves every wanted value as it is and makes the work less.
protocol PlanPass: Sendable {
    static func apply(to plan: inout Plan, of network: Network)
}

/// The passes in the order in which they apply: what is folded in first is computed first.
enum PassCatalog {
    static let all: [any PlanPass.Type] = [
        SkipIdentities.self,
        FuseNormalization.self,
        FuseAddition.self,
        FuseActivation.self,
    ]
}

extension Plan {
    /// Goes through the steps; where `fold` can fold one into an earlier step whose result only it reads, drops it.
    ///
    /// `fold` gets the step, the index of the earlier one, and which input of the step that one computes; it changes the
    /// earlier step and returns whether it did.
    mutating func foldSteps(candidates inputIndices: Range<Int>, _ fold: (Step, Int, Int, inout Plan) -> Bool) {
        let readerCounts = readerCounts
        var producers: [String: Int] = [:]
        var dropped = Set<Int>()
        for index in steps.indices {
            let step = steps[index]
            let candidates = inputIndices.compactMap { input -> (producer: Int, input: Int)? in
                guard input < step.inputs.count, readerCounts[step.inputs[input]] == 1, !visible.contains(step.inputs[input]) else {
                    return nil
                }
                guard let producer = producers[step.inputs[input]], steps[producer].implementation is any EpilogueOperator else {
                    return nil
                }
                return (producer, input)
            }
            // The latest producer first: by then the others are done.
            let folded = candidates.sorted { $0.producer > $1.producer }.first { fold(step, $0.producer, $0.input, &self) }
            if let folded {
                dropped.insert(index)
                steps[folded.producer].outputs = step.outputs
                for output in step.outputs { producers[output] = folded.producer }
            } else {
                for output in step.outputs { producers[output] = index }
            }
        }
        steps = steps.indices.filter { !dropped.contains($0) }.map { steps[$0] }
    }
}
