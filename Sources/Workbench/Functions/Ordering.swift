import Inference
import Tensors

/// Functions that put numbers in order.
extension Function {
    static let sort = Function(
        "sort", "x", "descending?", summary: "the numbers along the last axis in order, the least first",
        shapes: "x of any shape gives one of the same shape; a list of strings is sorted as a whole"
    ) { arguments, session in
        let descending = arguments.has("descending") ? try arguments["descending"].truth() : false
        if case .list(let elements) = arguments["x"] {
            let texts = try elements.map { try $0.string() }.sorted()
            return .list((descending ? texts.reversed() : texts).map { .string($0) })
        }
        let tensor = try arguments.tensor("x")
        guard tensor.shape.rank > 0 else { return Value(tensor) }
        return .tensor(
            try tensor.mapped(along: tensor.shape.rank - 1) { line in
                let order = try indices(of: line, descending: descending, session.control)
                return order.map { line[$0] }
            })
    }

    static let top = Function(
        "top", "x", "n", summary: "the indices of the n greatest numbers, the greatest first",
        shapes: "x of any shape, its elements counted in order, gives [n]"
    ) { arguments, session in
        let numbers = try arguments.tensor("x").floats
        let count = try arguments.integer("n", in: 1...ParameterType.countLimit)
        let order = try indices(of: numbers, descending: true, session.control).prefix(count)
        return .tensor(Tensor([order.count], order.map { Float($0) }))
    }

    /// Positions in the order of their numbers; equals stay in their order, what is no number comes last.
    ///
    /// - Throws: `RunCancelled`.
    private static func indices(of numbers: [Float], descending: Bool, _ control: RunControl) throws -> [Int] {
        var comparisonCount = 0
        return try numbers.indices.sorted { a, b in
            comparisonCount += 1
            if comparisonCount.isMultiple(of: 1 << 16) { try control.checkCancellation() }
            let (first, second) = (numbers[a], numbers[b])
            if first.isNaN || second.isNaN { return first.isNaN == second.isNaN ? a < b : second.isNaN }
            if first == second { return a < b }
            return descending ? first > second : first < second
        }
    }
}
