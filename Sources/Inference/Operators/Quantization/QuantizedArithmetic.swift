import Tensors

/// What onnxruntime's operators on quantized values have in common: the numbers are calculated with, and quantized again.
///
/// Source: onnxruntime, contributed operators, domain com.microsoft, version 1.
protocol QuantizedArithmetic: AttributelessOperator {
    static func combine(_ a: Float, _ b: Float) -> Float
}

/// Inputs: A, its scale and zero point, B, its scale and zero point, scale and zero point of the result.
extension QuantizedArithmetic {
    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let a = try inputs.requireQuantized(0, "A", scale: 1, zero: 2)
        let b = try inputs.requireQuantized(3, "B", scale: 4, zero: 5)
        try b.requireType(of: a, role: "B", like: "A")
        try inputs.requireQuantization(of: a.elementType, "C", scale: 6, zero: 7)
        return [try ValueInfo(checking: a.elementType, Broadcasting([a.shape, b.shape]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let a = try inputs.quantization(scale: 1, zero: 2).numbers(inputs.required(0))
        let b = try inputs.quantization(scale: 4, zero: 5).numbers(inputs.required(3))
        let broadcasting = try Broadcasting([a.shape, b.shape])
        let result = Tensor(broadcasting.shape) { broadcasting.combine(a.floatElements, b.floatElements, into: $0, Self.combine) }
        return [try inputs.quantization(scale: 6, zero: 7).integers(result, type: inputs.required(0).elementType)]
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let input = inputs.optional(index)?.shape, let result = outputs.first?.shape else { return nil }
        return index == 0 || index == 3 ? .broadcast(input, to: result) : .everything(rank: input.rank)
    }
}
