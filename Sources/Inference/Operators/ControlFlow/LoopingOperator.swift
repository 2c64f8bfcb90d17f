import Tensors

/// An operator that runs a graph over and over.
protocol LoopingOperator: Operator {
    /// Whether the rounds are known to be few, so that they may run while the network is loaded, where nobody can stop them.
    func isShort(_ inputs: [ValueInfo?]) -> Bool
}

extension Graph {
    /// Whether a graph of the nodes holds graphs itself.
    var isNested: Bool { nodes.contains { $0.attributes.holdsGraph } }
}

/// The graph that a loop runs, and the values around it that it reads.
struct LoopBody: Sendable {
    let graph: Graph
    /// The names of the values around it; their tensors are the last inputs of the node.
    let outerNames: [String]

    /// How many rounds may run while a network is loaded.
    static let mostRoundsAtLoad = 1024

    init(_ node: Node) throws(OperatorError) {
        graph = try node.attributes.graph("body")
        outerNames = node.outerValues
    }

    /// The node's own inputs.
    func own<Value>(_ inputs: [Value]) -> [Value] { Array(inputs.dropLast(min(inputs.count, outerNames.count))) }

    /// The values around the graph, by name.
    func outer<Value>(_ inputs: [Value?]) throws(OperatorError) -> [(name: String, value: Value)] {
        guard inputs.count >= outerNames.count else {
            throw .inputCount(found: inputs.count, expected: "at least \(outerNames.count) inputs")
        }
        var pairs: [(name: String, value: Value)] = []
        for (name, value) in zip(outerNames, inputs.suffix(outerNames.count)) {
            guard let value else { throw .failed("nothing computes '\(name)'") }
            pairs.append((name, value))
        }
        return pairs
    }
}

/// A loop's graph bound to what comes in, and bound again where that changes from round to round.
struct LoopRounds {
    private let body: LoopBody
    private let outer: [(name: String, value: Tensor)]
    private let context: RunContext
    private var bound: (shapes: [Shape], types: [ElementType], subgraph: BoundSubgraph)?

    init(_ body: LoopBody, outer: [(name: String, value: Tensor)], in context: RunContext) {
        self.body = body
        self.outer = outer
        self.context = context
    }

    /// One round: the outputs of the graph.
    mutating func run(_ inputs: [Tensor]) throws -> [Tensor] {
        try context.control.checkCancellation()
        let (shapes, types) = (inputs.map(\.shape), inputs.map(\.elementType))
        if bound == nil || bound?.shapes != shapes || bound?.types != types {
            bound = (shapes, types, try bind(inputs))
        }
        guard let subgraph = bound?.subgraph else { return [] }
        var feed = Dictionary(outer.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        for (input, tensor) in zip(body.graph.inputs, inputs) { feed[input.name] = tensor }
        return try subgraph.run(feed, in: context)
    }

    private func bind(_ inputs: [Tensor]) throws(OperatorError) -> BoundSubgraph {
        try BoundSubgraph(
            body.graph, inputs: inputs.map { ValueInfo($0.elementType, $0.shape) },
            outer: outer.map { ($0.name, BoundSubgraph.info(ofOuter: $0.value)) })
    }
}

/// What the rounds of a loop yield for one of its outputs, one part a round.
struct RoundOutputs {
    var parts: [Tensor] = []
    private var elementCount = 0

    /// - Throws: `OperatorError` where a part is of another shape than those before, or all of them are beyond all measure.
    mutating func append(_ part: Tensor) throws(OperatorError) {
        if let first = parts.first, first.shape != part.shape || first.elementType != part.elementType {
            throw .shapes(found: [first.shape, part.shape], expected: "the same shape in every round")
        }
        elementCount += max(1, part.elementCount)
        guard elementCount <= ShapeInference.largestElementCount else {
            throw .failed("the rounds yield more than \(ShapeInference.largestElementCount) elements")
        }
        parts.append(part)
    }

    /// The parts side by side along a new axis; a tensor without elements of the type and shape `empty` where there are none.
    func stacked(axis: Int = 0, empty: ValueInfo?) throws(OperatorError) -> Tensor {
        guard let part = parts.first.map({ ValueInfo($0.elementType, $0.shape) }) ?? empty else {
            throw .failed("no round tells the shape of its outputs")
        }
        let axis = axis < 0 ? axis + part.shape.rank + 1 : axis
        guard (0...part.shape.rank).contains(axis) else {
            throw .attributeValue(name: "scan_output_axes", value: "\(axis)", expected: "an axis of the output")
        }
        var dimensions = part.shape.dimensions
        dimensions.insert(parts.count, at: axis)
        let shape = Shape(dimensions)
        let block = Shape(Array(dimensions[(axis + 1)...])).elementCount * part.elementType.byteWidth
        let storage = TensorStorage(byteCount: shape.elementCount * part.elementType.byteWidth)
        for (index, part) in parts.enumerated() where block > 0 {
            for group in 0..<part.byteCount / block {
                let place = (group * parts.count + index) * block
                storage.bytes[place..<place + block].copyBytes(from: part.bytes[group * block..<(group + 1) * block])
            }
        }
        return Tensor(shape: shape, elementType: part.elementType, storage: storage)
    }
}
