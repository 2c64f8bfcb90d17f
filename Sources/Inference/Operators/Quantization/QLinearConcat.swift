import Tensors

/// Quantized values one behind another along an axis, all by one scale: `Y = quantize(concat(dequantize(X₁), dequantize(X₂), …))`.
///
/// Inputs: scale and zero point of the result, then each value with its scale and zero point.
///
/// Source: onnxruntime com.microsoft:QLinearConcat, version 1.
struct QLinearConcat: Operator {
    static let name = "com.microsoft:QLinearConcat"
    private let concatenation: Concat

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        concatenation = try Concat(attributes: attributes, operatorSet: operatorSet)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        guard inputs.count >= 5, inputs.count % 3 == 2 else {
            throw .inputCount(found: inputs.count, expected: "two inputs for the result and three for each value")
        }
        let type = try inputs.byteType(ofZero: 1, "Y")
        try inputs.requireQuantization(of: type, "Y", scale: 0, zero: 1)
        var values: [ValueInfo?] = []
        for index in stride(from: 2, to: inputs.count, by: 3) {
            let value = try inputs.requireQuantized(index, "X", scale: index + 1, zero: index + 2)
            values.append(ValueInfo(.float32, value.shape))
        }
        return try concatenation.inferOutputs(values).map { ValueInfo(type, $0.shape) }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let values = try stride(from: 2, to: inputs.count, by: 3).map { index in
            try inputs.quantization(scale: index + 1, zero: index + 2).numbers(inputs.required(index))
        }
        let result = try inputs.quantization(scale: 0, zero: 1)
        let type = try inputs.required(1).elementType
        return try concatenation.run(values, in: context).map { result.integers($0, type: type) }
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index >= 2, (index - 2) % 3 == 0 else { return inputs.optional(index).map { .everything(rank: $0.shape.rank) } }
        let values = stride(from: 2, to: inputs.count, by: 3).map { inputs[$0] }
        return concatenation.reading(of: (index - 2) / 3, for: output, inputs: values, outputs: outputs)
    }
}
