import Tensors

/// How the steps of a plan pass on which places of their inputs change, with numbers for the names of values.
struct VariantGeometry: Sendable {
    struct Step: Sendable {
        let locality: Locality
        let inputs: [Int]
        let residual: Int?
        let output: Int
    }

    /// A step that reads a value in blocks.
    struct Reader: Sendable {
        let step: BlockedStep
        /// The number of its output.
        let output: Int
        /// All places of its output.
        let map: Region
    }

    let numbers: [String: Int]
    /// Those whose outputs' places depend on places of their inputs.
    let steps: [Step]
    /// For each value those who read it in blocks.
    let readers: [String: [Reader]]

    init(_ plan: Plan, _ localities: [Locality?], _ blockedSteps: [BlockedStep?], in network: Network) {
        var numbers: [String: Int] = [:]
        for name in plan.steps.flatMap({ $0.allInputs + $0.outputs }) + plan.wanted where numbers[name] == nil {
            numbers[name] = numbers.count
        }
        self.numbers = numbers
        steps = zip(plan.steps, localities).compactMap { step, locality in
            guard let locality, let output = numbers[step.outputs[0]] else { return nil }
            return Step(
                locality: locality, inputs: step.inputs.compactMap { numbers[$0] },
                residual: step.epilogue.residual.flatMap { numbers[$0] },
                output: output)
        }
        var readers: [String: [Reader]] = [:]
        for case let step? in blockedSteps {
            guard let output = numbers[step.output], let map = network.values[step.output].flatMap({ Region(all: $0.shape) }) else {
                continue
            }
            for value in step.values { readers[value, default: []].append(Reader(step: step, output: output, map: map)) }
        }
        self.readers = readers
    }
}
