import Tensors

extension Graph {
    /// The names that the graph reads and does not define: values of the graphs around it, in the order in which they are first read.
    package var outerValues: [String] {
        var defined = Set(constants.keys)
        defined.formUnion(inputs.lazy.map(\.name))
        for node in nodes { defined.formUnion(node.outputs) }
        var found: Set<String> = [""]
        var names: [String] = []
        for name in nodes.flatMap({ $0.inputs + $0.outerValues }) + outputs where !defined.contains(name) {
            if found.insert(name).inserted { names.append(name) }
        }
        return names
    }
}

extension Node {
    /// What the graphs inside the node read of those around it; an operator gets these values after its own inputs.
    package var outerValues: [String] {
        var found: Set<String> = []
        return attributes.graphs.flatMap(\.outerValues).filter { found.insert($0).inserted }
    }

    /// The node with everything that it reads as its inputs.
    var readingOuterValues: Node {
        guard attributes.holdsGraph else { return self }
        var node = self
        node.inputs += outerValues
        return node
    }
}

extension Attributes {
    /// The graphs among the settings, by their names' order.
    package var graphs: [Graph] {
        values.sorted { $0.key < $1.key }.compactMap { if case .graph(let graph) = $0.value { graph } else { nil } }
    }

    var holdsGraph: Bool { values.values.contains { if case .graph = $0 { true } else { false } } }

    package func graph(_ name: String) throws(OperatorError) -> Graph {
        switch values[name] {
        case .graph(let graph): graph
        case nil: throw .missingAttribute(name: name)
        default: throw .attributeKind(name: name, expected: "a graph")
        }
    }
}

/// A graph inside a node, checked for what comes into it and ready to run.
struct BoundSubgraph {
    let network: Network

    /// - Parameters:
    ///   - inputs: what is known of the graph's own inputs, in their order.
    ///   - outer: what is known of the values around it that it reads.
    init(_ graph: Graph, inputs: [ValueInfo], outer: [(name: String, value: ValueInfo)]) throws(OperatorError) {
        guard inputs.count == graph.inputs.count else {
            throw .inputCount(found: inputs.count, expected: "\(graph.inputs.count) inputs of the graph '\(graph.name)'")
        }
        var bound = graph
        bound.inputs = []
        let own = zip(graph.inputs, inputs).map { (name: $0.name, value: $1) }
        for (name, value) in own + outer {
            if let constant = value.constant {
                bound.constants[name] = constant
            } else {
                bound.inputs.append(GraphInput(name: name, elementType: value.elementType, dimensions: value.shape.dimensions))
            }
        }
        do {
            network = try Network(bound)
        } catch {
            throw .subgraph(graph.name, reason: "\(error)")
        }
    }

    /// What counts as known of a value around the graph: a few integers themselves, since shapes and axes are made of them.
    static func info(ofOuter tensor: Tensor) -> ValueInfo {
        let isShape = !tensor.elementType.isFloatingPoint && tensor.elementCount <= 1024
        return isShape ? ValueInfo(constant: tensor) : ValueInfo(tensor.elementType, tensor.shape)
    }

    /// What is known of the outputs; `nil` where a shape depends on numbers that are not known.
    var outputs: [ValueInfo]? {
        let infos = network.outputs.compactMap { network.values[$0] }
        return infos.count == network.outputs.count ? infos : nil
    }

    /// Runs the graph on the values of its inputs and of those around it, by name.
    func run(_ feed: [String: Tensor], in context: RunContext) throws -> [Tensor] {
        let values = try values(network.outputs, feed, in: context)
        return try network.outputs.map { name in
            guard let tensor = values[name] else { throw RunError.unknownValue(name) }
            return tensor
        }
    }

    /// Computes values of the graph, by name.
    func values(_ wanted: [String], _ feed: [String: Tensor], in context: RunContext) throws -> [String: Tensor] {
        let known = { (name: String) in feed[name] ?? network.constant(name) }
        let key = PlanCache.Key(
            wanted: wanted, edited: [], fed: Set(feed.keys), kernels: context.kernels, usesWinograd: context.usesWinograd,
            threadCount: context.threadCount)
        let prepared = try network.plans.plan(key) {
            try PreparedPlan(Plan(network, wanted: wanted) { known($0) != nil }, of: network, in: context)
        }
        var values = try network.run(prepared, edits: EditScope([], in: network), in: context.withoutProgress, known: known)
        for name in wanted where values[name] == nil { values[name] = known(name) }
        return values
    }
}
