import Tensors

/// An operator of one or more numeric tensors of one type, taken together pair by pair.
protocol VariadicArithmetic: AttributelessOperator, BinaryFunction {
    /// What becomes of the combination of all inputs.
    static func finish(_ combination: Tensor, inputCount: Int, in context: RunContext) throws -> Tensor
}

extension VariadicArithmetic {
    static func finish(_ combination: Tensor, inputCount: Int, in context: RunContext) throws -> Tensor { combination }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let first = try inputs.required(0, "data_0")
        guard first.elementType.isNumber else { throw .elementType(role: "data_0", found: first.elementType, expected: "a number") }
        var shapes: [Shape] = []
        for index in inputs.indices {
            let input = try inputs.required(index, "data_\(index)")
            try input.requireType(of: first, role: "data_\(index)", like: "data_0")
            shapes.append(input.shape)
        }
        return [try ValueInfo(checking: first.elementType, Broadcasting(shapes).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        var combination = try inputs.required(0)
        for index in inputs.indices.dropFirst() {
            combination = try Self.apply(combination, inputs.required(index), in: context)
        }
        return [try Self.finish(combination, inputCount: inputs.count, in: context)]
    }
}
