/// The softmax of a quantized value along an axis: `Y = quantize(softmax(dequantize(X)))`.
///
/// Source: onnxruntime com.microsoft:QLinearSoftmax, version 1.
struct QLinearSoftmax: QuantizedFunction {
    static let name = "com.microsoft:QLinearSoftmax"
    let function: any Operator

    /// The attribute `opset` says as which version of Softmax the axis is meant.
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        function = try Softmax(attributes: attributes, operatorSet: attributes.int("opset", default: operatorSet))
    }
}
