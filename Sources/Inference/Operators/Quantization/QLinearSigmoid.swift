/// The logistic function of a quantized value: `Y = quantize(1 / (1 + exp(−dequantize(X))))`.
///
/// Source: onnxruntime com.microsoft:QLinearSigmoid, version 1.
struct QLinearSigmoid: QuantizedFunction {
    static let name = "com.microsoft:QLinearSigmoid"
    let function: any Operator

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) { function = Sigmoid() }
}
