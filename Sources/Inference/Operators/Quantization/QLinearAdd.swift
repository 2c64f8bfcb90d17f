/// The sum of quantized values, which broadcast: `C = quantize(dequantize(A) + dequantize(B))`.
///
/// Source: onnxruntime com.microsoft:QLinearAdd, version 1.
struct QLinearAdd: QuantizedArithmetic {
    static let name = "com.microsoft:QLinearAdd"
    static func combine(_ a: Float, _ b: Float) -> Float { a + b }
}
