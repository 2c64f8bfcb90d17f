/// The mean under each position of a window over quantized maps: `Y = quantize(mean(dequantize(X)))`.
///
/// Source: onnxruntime com.microsoft:QLinearAveragePool, version 1.
struct QLinearAveragePool: QuantizedFunction {
    static let name = "com.microsoft:QLinearAveragePool"
    let function: any Operator

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try Self.requireChannelsFirst(attributes)
        function = try AveragePool(attributes: attributes, operatorSet: operatorSet)
    }
}
