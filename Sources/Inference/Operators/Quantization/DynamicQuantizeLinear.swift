import Tensors

/// Numbers as unsigned bytes by a scale that their own range, with 0 in it, gives: `scale = (max − min) / 255`.
///
/// Outputs: the bytes, the scale, and the byte that stands for 0.
///
/// Source: ONNX DynamicQuantizeLinear, opset 11.
struct DynamicQuantizeLinear: AttributelessOperator {
    static let name = "DynamicQuantizeLinear"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "x")
        guard x.elementType == .float32 else { throw .elementType(role: "x", found: x.elementType, expected: "float32") }
        return [ValueInfo(.uint8, x.shape), ValueInfo(.float32, []), ValueInfo(.uint8, [])]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let statistics = x.statistics
        let (low, high) = (min(0, statistics.minimum), max(0, statistics.maximum))
        let scale = high > low ? (high - low) / 255 : 1
        let range = ElementType.uint8.quantizedRange
        let quantization = Quantization(scales: [scale], zeros: [Double(range.nearest(to: -low / scale, zero: 0))])
        let zero = Tensor([], [Float(quantization.zeros[0])]).converted(to: .uint8)
        return [quantization.integers(x, type: .uint8), Tensor(scalar: scale), zero]
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        inputs.optional(0).map { .everything(rank: $0.shape.rank) }
    }
}
