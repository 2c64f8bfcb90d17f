import Tensors

/// The derivative of the sum of `y` by each value of `xs`, at the inputs' numbers: how much `y` grows with them.
///
/// The inputs stand for the values that `xs` and then `zs` name in the graph around the node; between them and `y` are the graph's own
/// nodes, which the node is given as a graph when a network is checked. Derivatives of derivatives, and of what an If or a Loop yields, are not
/// supported.
///
/// Source: ONNX ai.onnx.preview.training:Gradient, version 1.
struct Gradient: Operator {
    static let name = "ai.onnx.preview.training:Gradient"
    private let graph: Graph
    private let targets: [String]
    private let y: String
    private let outerNames: [String]

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try self.init(
            node: Node(name: "", operatorName: Self.name, inputs: [], outputs: [], attributes: attributes), operatorSet: operatorSet)
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        guard case .graph(let graph)? = node.attributes[Graph.differentiated] else {
            throw .unsupported("a derivative of a derivative, of what an If or a Loop yields, or beside \(Graph.mostGradients) others")
        }
        guard let y = graph.outputs.first else { throw .missingAttribute(name: "y") }
        guard let targets = try node.attributes.strings("xs"), !targets.isEmpty else { throw .missingAttribute(name: "xs") }
        (self.graph, self.y, self.targets, outerNames) = (graph, y, targets, node.outerValues)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let inputs = try given(inputs)
        for (name, x) in zip(targets, inputs) { try x.requireFloatingPoint("'\(name)'") }
        guard let y = try bound(inputs).network.values[y] else { throw .unsupported("a derivative of what has no shape before a run") }
        try y.requireFloatingPoint("'\(self.y)'")
        return inputs.prefix(targets.count).map { ValueInfo($0.elementType, $0.shape) }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let bound = try bound(given(inputs.map { $0.map(BoundSubgraph.info) }))
        let names = graph.inputs.map(\.name) + outerNames
        let feed = Dictionary(zip(names, inputs).compactMap { name, tensor in tensor.map { (name, $0) } }, uniquingKeysWith: { $1 })
        let network = bound.network
        guard let info = network.values[y] else { throw OperatorError.failed("nothing computes '\(y)'") }
        let plan = try GradientPlan(network, seeds: [y], targets: targets, edited: []) { feed[$0] != nil }
        let one = Tensor(info.shape, repeating: 1).converted(to: info.elementType.gradientType)
        var pass = BackwardPass(
            plan: plan, network: network, rule: .exact, context: context.withoutProgress, seeds: [y: one], targets: Set(targets),
            edits: EditScope([], in: network), forward: try bound.values(Array(plan.forwardValues), feed, in: context))
        let gradients = try pass.run()
        return try zip(targets, inputs).map { target, x in
            guard let gradient = gradients[target], let x else { throw RunError.unknownValue(target) }
            return gradient.converted(to: x.elementType)
        }
    }

    /// The way there, and on the way back a product for each factor.
    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let layers = try? bound(given(inputs)).network.layers.all else { return 0 }
        return layers.reduce(0) { min($0 + min($1.multiplyAdds, 1 << 50), 1 << 50) } * 3
    }

    /// What is known of all inputs; the numbers of those that are differentiated by do not count as known.
    private func given(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let own = graph.inputs.count
        guard inputs.count == own + outerNames.count else {
            throw .inputCount(found: inputs.count - outerNames.count, expected: "\(own) inputs, for 'xs' and 'zs'")
        }
        var infos: [ValueInfo] = []
        for index in inputs.indices {
            var info = try inputs.required(index, index < own ? graph.inputs[index].name : outerNames[index - own])
            if index < own { info.constant = nil }
            infos.append(info)
        }
        return infos
    }

    private func bound(_ inputs: [ValueInfo]) throws(OperatorError) -> BoundSubgraph {
        let own = graph.inputs.count
        return try BoundSubgraph(
            graph, inputs: Array(inputs.prefix(own)), outer: zip(outerNames, inputs.dropFirst(own)).map { (name: $0, value: $1) })
    }
}
