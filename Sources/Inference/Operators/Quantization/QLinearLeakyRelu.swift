/// A quantized value with its negative numbers made smaller: `Y = quantize(x < 0 ? alpha · x : x)` of `x = dequantize(X)`.
///
/// Source: onnxruntime com.microsoft:QLinearLeakyRelu, version 1.
struct QLinearLeakyRelu: QuantizedFunction {
    static let name = "com.microsoft:QLinearLeakyRelu"
    let function: any Operator

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        function = try LeakyRelu(attributes: attributes, operatorSet: operatorSet)
    }
}
