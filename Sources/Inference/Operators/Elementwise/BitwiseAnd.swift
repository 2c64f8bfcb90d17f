/// The bits that both have, of two integers.
///
/// Source: ONNX BitwiseAnd, opset 18.
struct BitwiseAnd: BitwiseConnective, AttributelessOperator {
    static let name = "BitwiseAnd"

    func combine<Integer: FixedWidthInteger>(_ a: Integer, _ b: Integer) -> Integer { a & b }
}
