import Tensors

extension ShapeInference {
    /// The nodes that stand for an `If` whose condition is known: those of the branch that it takes, which become nodes like all others.
    ///
    /// Values of the branch get the names of the node's outputs, and others, behind the node's name, where theirs are taken.
    mutating func branchTaken(by node: Node) -> [Node]? {
        guard node.operatorName == If.name, let condition = node.inputs.first.flatMap({ values[$0]?.constant }),
            condition.elementCount == 1,
            let takesThen = condition.truthValues?.first,
            case .graph(let branch)? = node.attributes[takesThen ? "then_branch" : "else_branch"], branch.inputs.isEmpty,
            branch.outputs.count >= node.outputs.count
        else { return nil }
        let defined = Set(branch.constants.keys).union(branch.nodes.flatMap(\.outputs)).subtracting([""])
        var names: [String: String] = [:]
        var copies: [Node] = []
        let computed = Set(branch.nodes.flatMap(\.outputs))
        for (output, inner) in zip(node.outputs, branch.outputs) where !output.isEmpty {
            if computed.contains(inner), names[inner] == nil {
                names[inner] = output
            } else {
                copies.append(Node(name: output, operatorName: Identity.name, inputs: [inner], outputs: [output]))
            }
        }
        for name in defined.sorted() where names[name] == nil && (isKnown(name) || reserved.contains(name)) {
            names[name] = freeName("\(node.name)/\(name)", besides: defined)
        }
        for (name, constant) in branch.constants { define(names[name] ?? name, constant) }
        return (branch.nodes + copies).map { inner in
            var renamed = inner.renamingValues(names).readingOuterValues
            renamed.name = "\(node.name)/\(inner.name)"
            renamed.fullName = "\(node.fullName)/\(inner.fullName)"
            renamed.operatorSet = renamed.operatorSet ?? branch.operatorSet
            return renamed
        }
    }

    /// A name that no value has, nor will have.
    func freeName(_ name: String, besides taken: Set<String> = []) -> String {
        var candidate = name
        var number = 2
        while isKnown(candidate) || reserved.contains(candidate) || taken.contains(candidate) {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }
}

extension Node {
    /// The node with other names for some of the values that it reads or computes, graphs inside it included.
    package func renamingValues(_ names: [String: String]) -> Node {
        var node = self
        node.inputs = inputs.map { names[$0] ?? $0 }
        node.outputs = outputs.map { names[$0] ?? $0 }
        for (name, attribute) in attributes.values {
            if case .graph(let graph) = attribute { node.attributes[name] = .graph(graph.renamingOuterValues(names)) }
        }
        return node
    }
}

extension Graph {
    /// The graph with other names for some of the values around it; what it defines itself keeps its names.
    package func renamingOuterValues(_ names: [String: String]) -> Graph {
        let own = Set(constants.keys).union(inputs.map(\.name)).union(nodes.flatMap(\.outputs))
        let outer = names.filter { !own.contains($0.key) }
        guard !outer.isEmpty else { return self }
        var graph = self
        graph.nodes = nodes.map { $0.renamingValues(outer) }
        graph.outputs = outputs.map { outer[$0] ?? $0 }
        return graph
    }
}

extension Tensor {
    /// The elements of a Boolean tensor; `nil` for other types.
    var truthValues: [Bool]? { elementType == .bool ? bytes.map { $0 != 0 } : nil }
}
