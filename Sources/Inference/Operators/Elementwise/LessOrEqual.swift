/// Whether A is at most B, element by element.
///
/// Source: ONNX LessOrEqual, opsets 12, 16.
struct LessOrEqual: Comparison {
    static let name = "LessOrEqual"
    let alignment: OperandAlignment

    static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a <= b }
}
