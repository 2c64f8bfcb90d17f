import Tensors

/// The work that yields some values of a network: the operations they need and no others, fused where nobody looks.
package struct Plan: Sendable {
    /// In an order in which they can run.
    package internal(set) var steps: [Step]
    /// The values asked for; they exist exactly as the graph defines them.
    package internal(set) var wanted: Set<String>
    /// The values that nothing may be folded across: those asked for, and those that are edited.
    let visible: Set<String>

    /// One operator at work, with what follows it folded in.
    package struct Step: Sendable {
        let implementation: any Operator
        let name: String
        var inputs: [String]
        var outputs: [String]
        var epilogue = EpiloguePlan()
        let multiplyAdds: Int
    }

    /// Plans the values `wanted`, starting from those for which `isAvailable`; the values `edited` change once they are computed.
    ///
    /// - Complexity: O(operations of the network).
    package init(_ network: Network, wanted: [String], edited: Set<String> = [], isAvailable: (String) -> Bool) {
        self.wanted = Set(wanted)
        visible = self.wanted.union(edited)
        var needed = [Bool](repeating: false, count: network.operations.count)
        var pending = wanted.filter { !isAvailable($0) }
        while let value = pending.popLast() {
            guard let producer = network.producers[value], !needed[producer] else { continue }
            needed[producer] = true
            pending += network.operations[producer].node.inputs.filter { !$0.isEmpty && !isAvailable($0) }
        }
        steps = needed.indices.filter { needed[$0] }.map { index in
            let operation = network.operations[index]
            return Step(
                implementation: operation.implementation, name: operation.node.name, inputs: operation.node.inputs,
                outputs: operation.node.outputs, multiplyAdds: network.layers.all[index].multiplyAdds)
        }
        for pass in PassCatalog.all { pass.apply(to: &self, of: network) }
    }

    /// The multiplications with accumulation that the steps take.
    package var multiplyAdds: Int { steps.reduce(0) { $0 + $1.multiplyAdds } }

    /// How many inputs of later steps each value is.
    var readerCounts: [String: Int] {
        var counts: [String: Int] = [:]
        for step in steps {
            for input in step.allInputs where !input.isEmpty { counts[input, default: 0] += 1 }
        }
        return counts
    }
}

extension Plan.Step {
    /// Steps that are computed together, each from what the one before makes; `nil` for none.
    init?(joining steps: [Plan.Step]) {
        guard let first = steps.first, let last = steps.last else { return nil }
        self.init(
            implementation: first.implementation, name: first.name,
            inputs: first.inputs + steps.dropFirst().flatMap { $0.inputs.dropFirst() }, outputs: last.outputs, epilogue: first.epilogue,
            multiplyAdds: steps.reduce(0) { $0 + $1.multiplyAdds })
        epilogue.residual = last.epilogue.residual
    }

    /// Inputs of the operator and of what is folded in.
    var allInputs: [String] { inputs + (epilogue.residual.map { [$0] } ?? []) }
}

/// What a plan folds into a step, by names of values: the ``Epilogue`` before there are numbers.
struct EpiloguePlan: Sendable {
    /// A normalization, with its constant inputs 1 to 4 at their places.
    var normalization: (implementation: BatchNormalization, inputs: [Tensor?])?
    var residual: String?
    var range: ClosedRange<Float>?

    var isEmpty: Bool { normalization == nil && residual == nil && range == nil }

    /// The epilogue over values that exist by now.
    func resolved(_ value: (String) -> Tensor?) throws -> Epilogue {
        var epilogue = Epilogue()
        if let normalization {
            let affine = try normalization.implementation.affine(normalization.inputs)
            (epilogue.scale, epilogue.shift) = (affine.scale, affine.shift)
        }
        epilogue.residual = residual.flatMap(value)
        if let range { (epilogue.low, epilogue.high) = (range.lowerBound, range.upperBound) }
        return epilogue
    }
}
