import Tensors

extension Graph {
    /// The attribute in which a ``Gradient`` finds the graph that it differentiates.
    static let differentiated = "graph"
    /// Each copies the nodes before it.
    static let mostGradients = 16

    /// The nodes, of which those that differentiate hold what they differentiate: the nodes between the values that they name.
    var nodesHoldingDifferentiated: [Node] {
        guard nodes.contains(where: { $0.operatorName == Gradient.name }) else { return nodes }
        var count = 0
        return nodes.map { node in
            guard node.operatorName == Gradient.name else { return node }
            var node = node
            node.attributes[Self.differentiated] = nil
            count += 1
            if count <= Self.mostGradients, let inner = differentiated(by: node) { node.attributes[Self.differentiated] = .graph(inner) }
            return node
        }
    }

    /// The graph from the values `xs` and `zs` of a node to its `y`; `nil` where the node does not name them,
    /// or where nodes in between hold graphs, through which no gradient goes.
    private func differentiated(by node: Node) -> Graph? {
        guard let xs = try? node.attributes.strings("xs"), case .string(let y)? = node.attributes["y"] else { return nil }
        let inputs = xs + ((try? node.attributes.strings("zs")) ?? [])
        var producers: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !output.isEmpty { producers[output] = index }
        }
        var seen = Set(inputs)
        var needed: Set<Int> = []
        var open = [y]
        while let name = open.popLast() {
            guard seen.insert(name).inserted, let producer = producers[name], needed.insert(producer).inserted else { continue }
            open += nodes[producer].inputs + nodes[producer].outerValues
        }
        // Such a node could hold more of them, and each of those all of them again.
        guard !needed.contains(where: { nodes[$0].operatorName == Gradient.name || nodes[$0].attributes.holdsGraph }) else { return nil }
        return Graph(
            name: "\(node.name)/\(y)", inputs: inputs.map { GraphInput(name: $0, dimensions: nil) }, outputs: [y],
            nodes: needed.sorted().map { nodes[$0] }, operatorSet: operatorSet)
    }
}
