import Tensors

/// A graph that runs once for each part of its sequences: it gets the states and one part of each sequence, and yields the next states and
/// one part of each output.
///
/// Before opset 9 the sequences have a batch in front, each row of which may end early (`sequence_lens`); states begin anew for each row.
///
/// Source: ONNX Scan, opsets 8, 9, 11, 16, 19, 21, 23.
struct Scan: LoopingOperator {
    static let name = "Scan"
    private let body: LoopBody
    private let sequenceCount: Int
    private let hasBatch: Bool
    private let inputAxes: [Int]
    private let outputAxes: [Int]
    private let inputsRunBackwards: [Bool]
    private let outputsRunBackwards: [Bool]

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try self.init(
            node: Node(name: "", operatorName: Self.name, inputs: [], outputs: [], attributes: attributes), operatorSet: operatorSet)
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        let attributes = node.attributes
        body = try LoopBody(node)
        hasBatch = operatorSet < 9
        guard let count = try attributes.int("num_scan_inputs") else { throw .missingAttribute(name: "num_scan_inputs") }
        guard count > 0, count <= body.graph.inputs.count else {
            throw .attributeValue(
                name: "num_scan_inputs", value: String(count), expected: "1 to \(body.graph.inputs.count), the inputs of the body")
        }
        sequenceCount = count
        let outputCount = body.graph.outputs.count - (body.graph.inputs.count - count)
        guard outputCount >= 0 else {
            throw .inputCount(found: body.graph.outputs.count, expected: "at least as many outputs of the body as states")
        }
        inputAxes = try Self.list("scan_input_axes", attributes, count: count)
        outputAxes = try Self.list("scan_output_axes", attributes, count: outputCount)
        inputsRunBackwards = try Self.list(hasBatch ? "directions" : "scan_input_directions", attributes, count: count).map { $0 != 0 }
        outputsRunBackwards = try Self.list("scan_output_directions", attributes, count: outputCount).map { $0 != 0 }
    }

    private static func list(_ name: String, _ attributes: Attributes, count: Int) throws(OperatorError) -> [Int] {
        let list = try attributes.ints(name) ?? [Int](repeating: 0, count: count)
        guard list.count == count else { throw .attributeValue(name: name, value: "\(list)", expected: "\(count) numbers") }
        return list
    }

    private var stateCount: Int { body.graph.inputs.count - sequenceCount }

    /// The node's inputs without `sequence_lens` and the values around the body.
    private func own<Value>(_ inputs: [Value?]) -> [Value?] { Array(body.own(inputs).dropFirst(hasBatch ? 1 : 0)) }

    /// Shapes without the batch in front, where there is one, and its extent.
    private func split(_ inputs: [ValueInfo?]) throws(OperatorError) -> (batch: Int, rows: [ValueInfo]) {
        var rows: [ValueInfo] = []
        var batch: Int?
        for index in 0..<body.graph.inputs.count {
            let input = try inputs.required(index, index < stateCount ? "state \(index)" : "sequence \(index - stateCount)")
            guard hasBatch else {
                rows.append(ValueInfo(input.elementType, input.shape))
                continue
            }
            guard let extent = input.shape.dimensions.first, batch == nil || batch == extent else {
                throw .shapes(found: [input.shape], expected: "the same batch in front of every input")
            }
            batch = extent
            rows.append(ValueInfo(input.elementType, Shape(Array(input.shape.dimensions.dropFirst()))))
        }
        return (batch ?? 1, rows)
    }

    /// The number of rounds, and what a round gets.
    private func rounds(_ rows: [ValueInfo]) throws(OperatorError) -> (count: Int, entries: [ValueInfo]) {
        var entries = Array(rows.prefix(stateCount))
        var count: Int?
        for (sequence, axis) in zip(rows.dropFirst(stateCount), inputAxes) {
            let axis = try sequence.requireAxis(axis, "scan_input_axes")
            guard count == nil || count == sequence.shape[axis] else {
                throw .shapes(found: rows.dropFirst(stateCount).map(\.shape), expected: "sequences of one length")
            }
            count = sequence.shape[axis]
            var dimensions = sequence.shape.dimensions
            dimensions.remove(at: axis)
            entries.append(ValueInfo(sequence.elementType, Shape(dimensions)))
        }
        return (count ?? 0, entries)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (batch, rows) = try split(own(inputs))
        let (count, entries) = try rounds(rows)
        guard let outputs = try BoundSubgraph(body.graph, inputs: entries, outer: body.outer(inputs)).outputs else {
            throw .notConstant(role: "what decides on the shapes of a round")
        }
        for (entry, output) in zip(entries.prefix(stateCount), outputs)
        where entry.shape != output.shape || entry.elementType != output.elementType {
            throw .shapes(found: [entry.shape, output.shape], expected: "states that keep their shapes")
        }
        let front = hasBatch ? [batch] : []
        var results: [ValueInfo] = []
        for output in outputs.prefix(stateCount) {
            results.append(try ValueInfo(checking: output.elementType, Shape(front + output.shape.dimensions)))
        }
        for (output, axis) in zip(outputs.dropFirst(stateCount), outputAxes) {
            let place = axis < 0 ? axis + output.shape.rank + 1 : axis
            guard (0...output.shape.rank).contains(place) else {
                throw .attributeValue(name: "scan_output_axes", value: String(axis), expected: "an axis of the output")
            }
            var dimensions = output.shape.dimensions
            dimensions.insert(count, at: place)
            results.append(try ValueInfo(checking: output.elementType, Shape(front + dimensions)))
        }
        return results
    }

    func isShort(_ inputs: [ValueInfo?]) -> Bool {
        guard !body.graph.isNested, let (batch, rows) = try? split(own(inputs)), let count = try? rounds(rows).count else { return false }
        return batch.multipliedReportingOverflow(by: count).partialValue <= LoopBody.mostRoundsAtLoad
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let own = own(inputs)
        let (batch, rows) = try split(own.known)
        let tensors = try (0..<body.graph.inputs.count).map { try own.required($0) }
        let outer = try body.outer(inputs)
        guard hasBatch else { return try scan(tensors, outer, length: nil, in: context) }
        let full = try rounds(rows).count
        let lengths = try lengths(inputs, batch: batch, full: full)
        var results = [RoundOutputs](repeating: RoundOutputs(), count: body.graph.outputs.count)
        for row in 0..<batch {
            let outputs = try scan(tensors.map { $0.part(row) }, outer, length: lengths[row], in: context)
            for (index, output) in outputs.enumerated() { try results[index].append(output) }
        }
        let empty =
            batch == 0
            ? try inferOutputs(inputs.known).map { ValueInfo($0.elementType, Shape(Array($0.shape.dimensions.dropFirst()))) } : nil
        return try results.enumerated().map { try $1.stacked(empty: empty?[$0]) }
    }

    private func lengths(_ inputs: [Tensor?], batch: Int, full: Int) throws(OperatorError) -> [Int] {
        guard let given = inputs.optional(0) else { return [Int](repeating: full, count: batch) }
        guard let lengths = given.integers, lengths.count == batch, lengths.allSatisfy({ (0...full).contains($0) }) else {
            throw .attributeValue(name: "sequence_lens", value: "\(given.integers ?? [])", expected: "\(batch) lengths in 0...\(full)")
        }
        return lengths
    }

    /// The rounds over one set of sequences; parts that a short sequence leaves out are 0.
    private func scan(
        _ tensors: [Tensor], _ outer: [(name: String, value: Tensor)], length: Int?, in context: RunContext
    ) throws -> [Tensor] {
        let infos = tensors.map { ValueInfo($0.elementType, $0.shape) }
        let (full, entries) = try rounds(infos)
        let count = min(length ?? full, full)
        var states = Array(tensors.prefix(stateCount))
        var loop = LoopRounds(body, outer: outer, in: context)
        var scans = [RoundOutputs](repeating: RoundOutputs(), count: outputAxes.count)
        for round in 0..<count {
            var parts: [Tensor] = []
            for index in 0..<sequenceCount {
                let sequence = tensors[stateCount + index]
                let axis = try ValueInfo(sequence.elementType, sequence.shape).requireAxis(inputAxes[index], "scan_input_axes")
                let place = inputsRunBackwards[index] ? count - 1 - round : round
                parts.append(sequence.gathered(axis: axis, indices: [place]).reshaped(to: entries[stateCount + index].shape))
            }
            let outputs = try loop.run(states + parts)
            states = Array(outputs.prefix(stateCount))
            for index in scans.indices { try scans[index].append(outputs[stateCount + index]) }
            context.control.report(Double(round + 1) / Double(count))
        }
        let noOuter = outer.map { (name: $0.name, value: ValueInfo($0.value.elementType, $0.value.shape)) }
        let known = count == 0 ? try BoundSubgraph(body.graph, inputs: entries, outer: noOuter).outputs : nil
        return try states
            + scans.enumerated().map { index, scan in
                var scan = scan
                let empty = known?[stateCount + index]
                if let part = scan.parts.first ?? empty.map({ Tensor(zeros: $0.shape, of: $0.elementType) }) {
                    for _ in count..<max(count, full) { try scan.append(Tensor(zeros: part.shape, of: part.elementType)) }
                }
                return try (outputsRunBackwards[index] ? scan.reversed : scan).stacked(axis: outputAxes[index], empty: empty)
            }
    }
}

extension RoundOutputs {
    /// The parts from the last to the first.
    fileprivate var reversed: RoundOutputs {
        var reversed = self
        reversed.parts.reverse()
        return reversed
    }
}

extension Tensor {
    /// A tensor whose bytes are all 0: the number 0, or false.
    init(zeros shape: Shape, of elementType: ElementType) {
        let storage = TensorStorage(byteCount: shape.elementCount * elementType.byteWidth)
        storage.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        self.init(shape: shape, elementType: elementType, storage: storage)
    }
}
