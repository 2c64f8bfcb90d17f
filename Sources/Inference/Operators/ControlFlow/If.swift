import Tensors

/// One of two graphs, by a condition: `then_branch` where it is true, `else_branch` where not. The graphs have no inputs and read values
/// around them.
///
/// Where the condition is known when the network is loaded, the branch's nodes take the place of the node.
///
/// Source: ONNX If, opsets 1, 11, 13, 16, 19, 21, 23.
struct If: DataDependentOperator {
    static let name = "If"
    private let branches: (then: Graph, otherwise: Graph)
    private let outerNames: [String]

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try self.init(
            node: Node(name: "", operatorName: Self.name, inputs: [], outputs: [], attributes: attributes), operatorSet: operatorSet)
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        branches = (try node.attributes.graph("then_branch"), try node.attributes.graph("else_branch"))
        outerNames = node.outerValues
    }

    func check(_ inputs: [ValueInfo?]) throws(OperatorError) {
        let condition = try inputs.required(0, "cond")
        guard condition.elementType == .bool, condition.shape.elementCount == 1 else {
            throw .elementType(role: "cond", found: condition.elementType, expected: "one Boolean")
        }
    }

    /// Known where the condition is, or where both branches yield the same shapes.
    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        try check(inputs)
        let condition = try inputs.required(0, "cond")
        let outer = zip(outerNames, inputs.dropFirst()).compactMap { name, info in info.map { (name: name, value: $0) } }
        if let takesThen = condition.constant?.truthValues?.first {
            let branch = try BoundSubgraph(takesThen ? branches.then : branches.otherwise, inputs: [], outer: outer)
            guard let outputs = branch.outputs else { throw .notConstant(role: "what decides on the shapes of a branch") }
            return outputs
        }
        guard let then = try BoundSubgraph(branches.then, inputs: [], outer: outer).outputs,
            let otherwise = try BoundSubgraph(branches.otherwise, inputs: [], outer: outer).outputs,
            then.count == otherwise.count,
            zip(then, otherwise).allSatisfy({ $0.shape == $1.shape && $0.elementType == $1.elementType })
        else { throw .notConstant(role: "cond") }
        return then.map { ValueInfo($0.elementType, $0.shape) }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        guard let takesThen = try inputs.required(0).truthValues?.first else {
            throw OperatorError.elementType(role: "cond", found: try inputs.required(0).elementType, expected: "one Boolean")
        }
        let outer = zip(outerNames, inputs.dropFirst()).compactMap { name, tensor in tensor.map { (name: name, value: $0) } }
        let branch = try BoundSubgraph(
            takesThen ? branches.then : branches.otherwise, inputs: [],
            outer: outer.map { ($0.name, BoundSubgraph.info(ofOuter: $0.value)) })
        return try branch.run(Dictionary(outer.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }), in: context)
    }
}
