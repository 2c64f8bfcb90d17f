/// Whether A is greater than B, element by element.
///
/// Source: ONNX Greater, opsets 1, 7, 9, 13.
struct Greater: Comparison {
    static let name = "Greater"
    let alignment: OperandAlignment

    static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a > b }
}
