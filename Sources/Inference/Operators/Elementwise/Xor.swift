/// Whether exactly one of A and B holds, element by element.
///
/// Source: ONNX Xor, opsets 1, 7.
struct Xor: LogicalConnective {
    static let name = "Xor"
    let alignment: OperandAlignment

    static func holds(_ a: Bool, _ b: Bool) -> Bool { a != b }
}
