/// Whether A or B holds, element by element.
///
/// Source: ONNX Or, opsets 1, 7.
struct Or: LogicalConnective {
    static let name = "Or"
    let alignment: OperandAlignment

    static func holds(_ a: Bool, _ b: Bool) -> Bool { a || b }
}
