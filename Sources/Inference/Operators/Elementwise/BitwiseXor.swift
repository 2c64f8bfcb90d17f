/// The bits that exactly one has, of two integers.
///
/// Source: ONNX BitwiseXor, opset 18.
struct BitwiseXor: BitwiseConnective, AttributelessOperator {
    static let name = "BitwiseXor"

    func combine<Integer: FixedWidthInteger>(_ a: Integer, _ b: Integer) -> Integer { a ^ b }
}
