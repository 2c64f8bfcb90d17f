/// Whether both A and B hold, element by element.
///
/// Source: ONNX And, opsets 1, 7.
struct And: LogicalConnective {
    static let name = "And"
    let alignment: OperandAlignment

    static func holds(_ a: Bool, _ b: Bool) -> Bool { a && b }
}
