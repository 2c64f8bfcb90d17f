import Tensors

/// Walks a graph from its inputs, puts the nodes in order, finds type and shape of every value, and computes those that do
/// not depend on an input.
struct ShapeInference {
    /// More elements than this in one value are refused, so that no size or index overflows the 32 bits that BLAS has.
    static let largestElementCount = 1 << 30
    /// A value that is computed while loading may have this many.
    private static let largestConstantElementCount = 1 << 27

    private let graph: Graph
    private var constantBudget: ConstantBudget
    private(set) var values: [String: ValueInfo] = [:]
    private(set) var operations: [Network.Operation] = []
    private(set) var producers: [String: Int] = [:]
    /// The values that each sequence holds.
    private(set) var sequences: [String: [String]] = [:]
    private(set) var heldItemCount = 0
    /// Names that some node of the graphs visited so far computes, or will.
    private(set) var reserved: Set<String> = []

    init(_ graph: Graph) {
        self.graph = graph
        constantBudget = ConstantBudget(for: graph.constants.values)
        values = graph.constants.mapValues { ValueInfo(constant: $0) }
    }

    mutating func bindInputs(to shapes: [String: Shape]) throws(NetworkError) {
        for input in graph.inputs where graph.constants[input.name] == nil {
            guard values[input.name] == nil else { throw .duplicateInput(input.name) }
            values[input.name] = ValueInfo(input.elementType, try Self.shape(of: input, bound: shapes[input.name]))
        }
    }

    private static func shape(of input: GraphInput, bound: Shape?) throws(NetworkError) -> Shape {
        if let bound {
            if let declared = input.dimensions {
                let fits = declared.count == bound.rank && zip(declared, bound.dimensions).allSatisfy { $0 == nil || $0 == $1 }
                guard fits else { throw .inputShape(input: input.name, declared: declared, found: bound) }
            }
            return bound
        }
        guard let declared = input.dimensions else { throw .openDimension(input: input.name, axis: nil) }
        var shape: Shape = []
        for (axis, dimension) in declared.enumerated() {
            guard let dimension = dimension ?? (axis == 0 ? 1 : nil), dimension >= 0 else {
                throw .openDimension(input: input.name, axis: axis)
            }
            shape.dimensions.append(dimension)
        }
        guard let count = shape.checkedExtent, count <= largestElementCount else {
            throw .valueTooLarge(input.name, shape: shape, node: input.name)
        }
        return shape
    }

    /// Whether there is such a value.
    func isKnown(_ name: String) -> Bool { values[name] != nil || producers[name] != nil || sequences[name] != nil }

    /// Visits every node once all its inputs are known.
    ///
    /// - Complexity: O(nodes + edges).
    mutating func visitNodes() throws(NetworkError) { try visit(graph.nodesHoldingDifferentiated.map(\.readingOuterValues)) }

    /// Visits nodes that stand in one graph.
    mutating func visit(_ nodes: [Node]) throws(NetworkError) {
        for index in try order(of: nodes) { try visit(nodes[index]) }
    }

    private mutating func order(of nodes: [Node]) throws(NetworkError) -> [Int] {
        var computed = Set(values.keys).union(producers.keys).union(sequences.keys)
        for node in nodes {
            for output in node.outputs where !output.isEmpty {
                guard computed.insert(output).inserted else { throw .duplicateValue(output, node: node.name) }
            }
        }
        reserved.formUnion(computed)
        var missing = [Int](repeating: 0, count: nodes.count)
        var readers: [String: [Int]] = [:]
        var ready: [Int] = []
        for (index, node) in nodes.enumerated() {
            for input in Set(node.inputs) where !input.isEmpty && !isKnown(input) {
                guard computed.contains(input) else { throw .danglingInput(input, node: node.name) }
                missing[index] += 1
                readers[input, default: []].append(index)
            }
            if missing[index] == 0 { ready.append(index) }
        }
        if isOrdered(nodes) { return Array(nodes.indices) }
        let order = sorted(nodes, ready: ready, missing: missing, readers: readers)
        if order.count < nodes.count {
            let visited = Set(order)
            let stuck = nodes.indices.first { !visited.contains($0) } ?? 0
            throw .cycle(node: nodes[stuck].name)
        }
        return order
    }

    /// Whether the nodes can run in the order in which the file has them, as they should.
    private func isOrdered(_ nodes: [Node]) -> Bool {
        var known: Set<String> = []
        for node in nodes {
            guard node.inputs.allSatisfy({ $0.isEmpty || known.contains($0) || isKnown($0) }) else { return false }
            known.formUnion(node.outputs)
        }
        return true
    }

    private func sorted(_ nodes: [Node], ready: [Int], missing: [Int], readers: [String: [Int]]) -> [Int] {
        var order = ready
        var missing = missing
        var next = 0
        while next < order.count {
            for output in nodes[order[next]].outputs {
                for reader in readers[output] ?? [] {
                    missing[reader] -= 1
                    if missing[reader] == 0 { order.append(reader) }
                }
            }
            next += 1
        }
        return order
    }

    private mutating func visit(_ node: Node) throws(NetworkError) {
        let replacement: [Node]?
        do {
            replacement = try sequenceNodes(for: node)
        } catch {
            throw .operation(node: node.name, operatorName: node.operatorName, error)
        }
        if let replacement {
            for node in replacement { try visit(node) }
            return
        }
        guard let kind = OperatorCatalog.byName[node.operatorName] else {
            throw .unknownOperator(node.operatorName, node: node.name)
        }
        if let nodes = branchTaken(by: node) { return try visit(nodes) }
        let inputs = node.inputs.map { $0.isEmpty ? nil : values[$0] }
        let implementation: any Operator
        var outputs: [ValueInfo]
        do {
            implementation = try kind.implementation(of: node, operatorSet: node.operatorSet ?? graph.operatorSet)
            let hasLateInput = zip(node.inputs, inputs).contains { !$0.isEmpty && $1 == nil }
            guard let inferred = hasLateInput ? nil : try inferred(implementation, inputs) else { return appendLate(node, implementation) }
            outputs = inferred
        } catch {
            throw .operation(node: node.name, operatorName: node.operatorName, error)
        }
        let wanted = (node.outputs.lastIndex { !$0.isEmpty } ?? -1) + 1
        guard wanted <= outputs.count else {
            throw .outputCount(node: node.name, operatorName: node.operatorName, declared: wanted, supported: outputs.count)
        }
        for (name, output) in zip(node.outputs, outputs) {
            guard let count = output.shape.checkedExtent, count <= Self.largestElementCount else {
                throw .valueTooLarge(name, shape: output.shape, node: node.name)
            }
        }
        try evaluateIfConstant(node, implementation, inputs, &outputs)
        for (name, output) in zip(node.outputs, outputs) where !name.isEmpty {
            values[name] = output
            if output.constant == nil { producers[name] = operations.count }
        }
        if outputs.contains(where: { $0.constant == nil }) {
            operations.append(Network.Operation(node: node, implementation: implementation))
        }
    }

    /// What an operator says of its outputs; `nil` where that takes numbers that are not known.
    private func inferred(_ implementation: any Operator, _ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo]? {
        do throws(OperatorError) {
            return try implementation.inferOutputs(inputs)
        } catch {
            if case .notConstant = error { return nil }
            throw error
        }
    }

    /// Adds a value that is known from the start.
    mutating func define(_ name: String, _ constant: Tensor) { values[name] = ValueInfo(constant: constant) }

    /// Keeps what a sequence holds.
    mutating func hold(_ name: String, _ items: [String]) {
        sequences[name] = items
        heldItemCount += items.count
    }

    /// Keeps a node that is checked only when it runs.
    private mutating func appendLate(_ node: Node, _ implementation: any Operator) {
        for name in node.outputs where !name.isEmpty { producers[name] = operations.count }
        operations.append(Network.Operation(node: node, implementation: LateOperator(implementation)))
    }

    private mutating func evaluateIfConstant(
        _ node: Node, _ implementation: any Operator, _ inputs: [ValueInfo?], _ outputs: inout [ValueInfo]
    ) throws(NetworkError) {
        if let looping = implementation as? any LoopingOperator, !looping.isShort(inputs) { return }
        let constants = inputs.map { $0?.constant }
        guard outputs.contains(where: { $0.constant == nil }), zip(inputs, constants).allSatisfy({ $0 == nil || $1 != nil }) else { return }
        let isTooLarge = outputs.contains { $0.shape.elementCount > Self.largestConstantElementCount }
        guard !isTooLarge, constantBudget.spend(on: implementation, inputs: inputs, outputs: outputs) else {
            throw .constantsTooCostly(node: node.name, operatorName: node.operatorName)
        }
        do {
            outputs = try implementation.run(constants, in: RunContext()).map { ValueInfo(constant: $0) }
        } catch {
            throw .constantFailed(node: node.name, operatorName: node.operatorName, reason: "\(error)")
        }
    }
}
