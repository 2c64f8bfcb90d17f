import Tensors

/// Operators of sequences, which exist only while a network is loaded: a sequence is the list of the values it holds, and what reads one
/// reads these values.
///
/// So a detector that collects its levels in a list has them as values like all others. Positions have to be known; a network's inputs and
/// outputs are tensors.
package enum SequenceOperation: String, CaseIterable, Sendable {
    case construct = "SequenceConstruct"
    case empty = "SequenceEmpty"
    case insert = "SequenceInsert"
    case erase = "SequenceErase"
    case at = "SequenceAt"
    case length = "SequenceLength"
    case concatenate = "ConcatFromSequence"
    case split = "SplitToSequence"
}

extension ShapeInference {
    /// More values than this in one sequence are refused, and more in all of them.
    private static let longestSequence = 1 << 16
    private static let mostItems = 1 << 22

    /// Does what a node of a sequence says; `nil` for all other nodes, the list of nodes that take its place otherwise.
    mutating func sequenceNodes(for node: Node) throws(OperatorError) -> [Node]? {
        guard let operation = SequenceOperation(rawValue: node.operatorName) else {
            guard let name = node.inputs.first(where: { sequences[$0] != nil }), let items = sequences[name] else { return nil }
            guard node.operatorName == Identity.name else { throw .unsupported("the sequence '\(name)' as an input") }
            return try define(node, items)
        }
        let output = node.outputs.first ?? ""
        switch operation {
        case .construct: return try define(node, node.inputs)
        case .empty: return try define(node, [])
        case .insert:
            var items = try items(of: node)
            guard node.inputs.count > 1, !node.inputs[1].isEmpty else { throw .missingInput(index: 1, role: "tensor") }
            items.insert(node.inputs[1], at: try position(node, index: 2, in: 0...items.count) ?? items.count)
            return try define(node, items)
        case .erase:
            var items = try items(of: node)
            guard !items.isEmpty else { throw .failed("an empty sequence has nothing to erase") }
            items.remove(at: try position(node, index: 1, in: 0...items.count - 1, extent: items.count) ?? items.count - 1)
            return try define(node, items)
        case .at:
            let items = try items(of: node)
            guard !items.isEmpty, let place = try position(node, index: 1, in: 0...items.count - 1, extent: items.count) else {
                throw .failed("an empty sequence holds no value")
            }
            return [Node(name: node.name, fullName: node.fullName, operatorName: Identity.name, inputs: [items[place]], outputs: [output])]
        case .length:
            define(output, Tensor([], elements: [Int64(try items(of: node).count)]))
            return []
        case .concatenate: return try concatenation(node)
        case .split: return try split(node)
        }
    }

    private mutating func define(_ node: Node, _ items: [String]) throws(OperatorError) -> [Node] {
        guard items.count <= Self.longestSequence else {
            throw .inputCount(found: items.count, expected: "\(Self.longestSequence) values at most")
        }
        guard heldItemCount + items.count <= Self.mostItems else {
            throw .inputCount(found: heldItemCount + items.count, expected: "\(Self.mostItems) values at most in all sequences")
        }
        if let output = node.outputs.first, !output.isEmpty { hold(output, items) }
        return []
    }

    private func items(of node: Node) throws(OperatorError) -> [String] {
        guard let name = node.inputs.first, let items = sequences[name] else { throw .failed("the first input is no sequence") }
        return items
    }

    /// The position that an input names; one may count from the end. `nil` where the input is left out.
    private func position(_ node: Node, index: Int, in range: ClosedRange<Int>, extent: Int? = nil) throws(OperatorError) -> Int? {
        guard index < node.inputs.count, !node.inputs[index].isEmpty else { return nil }
        guard let position = values[node.inputs[index]]?.constant?.integers?.first else { throw .notConstant(role: "position") }
        let count = extent ?? range.upperBound
        let place = position < 0 ? position.addingReportingOverflow(count).partialValue : position
        guard range.contains(place) else { throw .index(role: "position", found: position, extent: count) }
        return place
    }

    /// `ConcatFromSequence`: a `Concat`, behind an `Unsqueeze` each where `new_axis` is set.
    private func concatenation(_ node: Node) throws(OperatorError) -> [Node] {
        let items = try items(of: node)
        guard let axis = try node.attributes.int("axis") else { throw .missingAttribute(name: "axis") }
        let isNew = try node.attributes.int("new_axis", default: 0) != 0
        var parts = items
        var nodes: [Node] = []
        if isNew {
            parts = items.indices.map { freeName("\(node.outputs.first ?? node.name)/\($0)") }
            nodes = zip(items, parts).map { item, part in
                Node(
                    name: part, operatorName: Unsqueeze.name, inputs: [item], outputs: [part], attributes: ["axes": .ints([axis])],
                    operatorSet: 11)
            }
        }
        nodes.append(
            Node(
                name: node.name, fullName: node.fullName, operatorName: Concat.name, inputs: parts, outputs: node.outputs,
                attributes: ["axis": .int(axis)], operatorSet: 13))
        return nodes
    }

    /// `SplitToSequence`: a `Split`, with a `Squeeze` behind each part where `keepdims` is 0.
    private mutating func split(_ node: Node) throws(OperatorError) -> [Node] {
        guard let name = node.inputs.first, let input = values[name] else { throw .notConstant(role: "the shape of the input") }
        let axis = try input.requireAxis(try node.attributes.int("axis", default: 0))
        let extent = input.shape[axis]
        var lengths = [Int](repeating: 1, count: min(extent, Self.longestSequence + 1))
        let isGiven = node.inputs.count > 1 && !node.inputs[1].isEmpty
        if isGiven {
            guard let constant = values[node.inputs[1]]?.constant, let given = constant.integers else { throw .notConstant(role: "split") }
            lengths = given
            if constant.shape.rank == 0, let length = given.first, length > 0 {
                let count = extent / length + (extent % length == 0 ? 0 : 1)
                lengths = (0..<min(count, Self.longestSequence + 1)).map { min(length, extent - $0 * length) }
            }
        }
        guard lengths.count <= Self.longestSequence, !lengths.isEmpty else {
            throw .inputCount(found: lengths.count, expected: "1 to \(Self.longestSequence) parts")
        }
        let output = node.outputs.first ?? node.name
        let parts = lengths.indices.map { freeName("\(output)/\($0)") }
        let keepsAxis = try node.attributes.int("keepdims", default: 1) != 0
        let isSqueezed = !isGiven && !keepsAxis
        let sizes = freeName("\(output)/sizes")
        define(sizes, Tensor([lengths.count], elements: lengths.map(Int64.init)))
        var nodes = [
            Node(
                name: node.name, fullName: node.fullName, operatorName: Split.name, inputs: [name, sizes], outputs: parts,
                attributes: ["axis": .int(axis)], operatorSet: 13)
        ]
        let items = isSqueezed ? parts.map { freeName("\($0)/squeezed") } : parts
        if isSqueezed {
            nodes += zip(parts, items).map { part, item in
                Node(
                    name: item, operatorName: Squeeze.name, inputs: [part], outputs: [item], attributes: ["axes": .ints([axis])],
                    operatorSet: 11)
            }
        }
        _ = try define(node, items)
        return nodes
    }
}
