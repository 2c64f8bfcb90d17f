/// The product of quantized values, which broadcast: `C = quantize(dequantize(A) · dequantize(B))`.
///
/// Source: onnxruntime com.microsoft:QLinearMul, version 1.
struct QLinearMul: QuantizedArithmetic {
    static let name = "com.microsoft:QLinearMul"
    static func combine(_ a: Float, _ b: Float) -> Float { a * b }
}
