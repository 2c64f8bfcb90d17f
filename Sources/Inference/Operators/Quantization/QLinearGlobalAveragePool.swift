/// The mean of each channel of quantized maps over all spatial axes: `Y = quantize(mean(dequantize(X)))`.
///
/// Source: onnxruntime com.microsoft:QLinearGlobalAveragePool, version 1.
struct QLinearGlobalAveragePool: QuantizedFunction {
    static let name = "com.microsoft:QLinearGlobalAveragePool"
    let function: any Operator

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try Self.requireChannelsFirst(attributes)
        function = try GlobalAveragePool(attributes: [:], operatorSet: operatorSet)
    }
}
