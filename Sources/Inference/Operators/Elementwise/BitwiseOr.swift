/// The bits that at least one has, of two integers.
///
/// Source: ONNX BitwiseOr, opset 18.
struct BitwiseOr: BitwiseConnective, AttributelessOperator {
    static let name = "BitwiseOr"

    func combine<Integer: FixedWidthInteger>(_ a: Integer, _ b: Integer) -> Integer { a | b }
}
