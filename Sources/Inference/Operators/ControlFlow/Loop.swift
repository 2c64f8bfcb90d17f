import Tensors

/// A graph that runs again and again: at most M times, as long as its condition holds.
///
/// The graph gets the number of the round, the condition and the carried values, and yields the next condition, the next carried values
/// and, for each further output, one part a round; the parts are put together along a new first axis.
///
/// Source: ONNX Loop, opsets 1, 11, 13, 16, 19, 21, 23.
struct Loop: DataDependentOperator, LoopingOperator {
    static let name = "Loop"
    private let body: LoopBody

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try self.init(
            node: Node(name: "", operatorName: Self.name, inputs: [], outputs: [], attributes: attributes), operatorSet: operatorSet)
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        body = try LoopBody(node)
        guard body.graph.inputs.count >= 2, body.graph.outputs.count >= body.graph.inputs.count - 1 else {
            throw .inputCount(
                found: body.graph.outputs.count, expected: "a body with the round, the condition and as many results as carried values")
        }
    }

    private var carriedCount: Int { body.graph.inputs.count - 2 }
    private var scanCount: Int { body.graph.outputs.count - 1 - carriedCount }

    func check(_ inputs: [ValueInfo?]) throws(OperatorError) {
        let own = body.own(inputs)
        if let count = own.optional(0), !count.elementType.isInteger || count.shape.elementCount != 1 {
            throw .elementType(role: "M", found: count.elementType, expected: "one integer")
        }
        if let condition = own.optional(1), condition.elementType != .bool || condition.shape.elementCount != 1 {
            throw .elementType(role: "cond", found: condition.elementType, expected: "one Boolean")
        }
        guard own.count <= 2 + carriedCount else {
            throw .inputCount(found: own.count, expected: "\(2 + carriedCount) inputs")
        }
        for index in 0..<carriedCount { _ = try own.required(2 + index, "carried value \(index)") }
        _ = try body.outer(inputs)
    }

    /// Known where the number of rounds is, nothing stops them earlier, and the carried values keep their shapes.
    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        try check(inputs)
        let own = body.own(inputs)
        let isEndless = own.optional(0) == nil
        guard let count = own.optional(0)?.constant?.integers?.first, !isEndless else { throw .notConstant(role: "M") }
        if let condition = own.optional(1), condition.constant?.truthValues?.first != true { throw .notConstant(role: "cond") }
        var entries = [ValueInfo(.int64, []), ValueInfo(constant: Tensor([], elements: [true]))]
        for index in 0..<carriedCount {
            let carried = try own.required(2 + index, "carried value \(index)")
            entries.append(ValueInfo(carried.elementType, carried.shape))
        }
        let bound = try BoundSubgraph(body.graph, inputs: entries, outer: body.outer(inputs))
        guard let outputs = bound.outputs, outputs[0].constant?.truthValues == [true] else {
            throw .notConstant(role: "whether the rounds end early")
        }
        for (entry, output) in zip(entries.dropFirst(2), outputs.dropFirst())
        where entry.shape != output.shape || entry.elementType != output.elementType {
            throw .notConstant(role: "the shape of a carried value")
        }
        let rounds = max(0, count)
        var results = Array(entries.dropFirst(2))
        for part in outputs.suffix(scanCount) {
            results.append(try ValueInfo(checking: part.elementType, Shape([rounds] + part.shape.dimensions)))
        }
        return results
    }

    func isShort(_ inputs: [ValueInfo?]) -> Bool {
        guard !body.graph.isNested, let count = body.own(inputs).optional(0)?.constant?.integers?.first else { return false }
        return count <= LoopBody.mostRoundsAtLoad
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        try check(inputs.map { input in input.map { ValueInfo($0.elementType, $0.shape) } })
        let own = body.own(inputs)
        let limit = own.optional(0)?.integers?.first
        var condition = own.optional(1) ?? Tensor([], elements: [true])
        var carried = try (0..<carriedCount).map { try own.required(2 + $0) }
        var rounds = LoopRounds(body, outer: try body.outer(inputs), in: context)
        var scans = [RoundOutputs](repeating: RoundOutputs(), count: scanCount)
        var round = 0
        while limit.map({ round < $0 }) ?? true, condition.truthValues?.first == true {
            let outputs = try rounds.run([Tensor([], elements: [Int64(round)]), condition] + carried)
            guard outputs[0].elementType == .bool, outputs[0].elementCount == 1 else {
                throw OperatorError.elementType(role: "the condition", found: outputs[0].elementType, expected: "one Boolean")
            }
            condition = outputs[0]
            carried = Array(outputs[1..<1 + carriedCount])
            for index in scans.indices { try scans[index].append(outputs[1 + carriedCount + index]) }
            round += 1
            if let limit { context.control.report(Double(round) / Double(max(1, limit))) }
        }
        let empty = round == 0 && scanCount > 0 ? try emptyParts(carried, inputs) : nil
        return try carried + scans.enumerated().map { try $1.stacked(empty: empty?[$0]) }
    }

    /// What a round would yield, where there is none.
    private func emptyParts(_ carried: [Tensor], _ inputs: [Tensor?]) throws(OperatorError) -> [ValueInfo]? {
        let entries = [ValueInfo(.int64, []), ValueInfo(.bool, [])] + carried.map { ValueInfo($0.elementType, $0.shape) }
        let outer = try body.outer(inputs).map { (name: $0.name, value: ValueInfo($0.value.elementType, $0.value.shape)) }
        return try BoundSubgraph(body.graph, inputs: entries, outer: outer).outputs?.suffix(scanCount)
    }
}
