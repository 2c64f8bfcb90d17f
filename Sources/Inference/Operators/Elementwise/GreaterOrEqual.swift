/// Whether A is at least B, element by element.
///
/// Source: ONNX GreaterOrEqual, opsets 12, 16.
struct GreaterOrEqual: Comparison {
    static let name = "GreaterOrEqual"
    let alignment: OperandAlignment

    static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a >= b }
}
