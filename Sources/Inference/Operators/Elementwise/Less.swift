/// Whether A is less than B, element by element.
///
/// Source: ONNX Less, opsets 1, 7, 9, 13.
struct Less: Comparison {
    static let name = "Less"
    let alignment: OperandAlignment

    static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a < b }
}
