import Tensors

/// One of onnxruntime's operators that make a quantized value of another: the numbers go through an operator, and are quantized again.
///
/// Inputs: X, its scale and zero point, scale and zero point of the result.
protocol QuantizedFunction: Operator {
    /// What is done with the numbers.
    var function: any Operator { get }
}

extension QuantizedFunction {
    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.requireQuantized(0, "X", scale: 1, zero: 2)
        try inputs.requireQuantization(of: x.elementType, "Y", scale: 3, zero: 4)
        return try function.inferOutputs([ValueInfo(.float32, x.shape)]).prefix(1).map { ValueInfo(x.elementType, $0.shape) }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let numbers = try inputs.quantization(scale: 1, zero: 2).numbers(x)
        let result = try inputs.quantization(scale: 3, zero: 4)
        return try function.run([numbers], in: context).prefix(1).map { result.integers($0, type: x.elementType) }
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return inputs.optional(index).map { .everything(rank: $0.shape.rank) } }
        return function.reading(of: 0, for: output, inputs: Array(inputs.prefix(1)), outputs: outputs)
    }

    /// Refuses maps whose channels are the last axis.
    static func requireChannelsFirst(_ attributes: Attributes) throws(OperatorError) {
        guard try attributes.int("channels_last", default: 0) == 0 else { throw .unsupported("channels_last 1") }
    }
}
