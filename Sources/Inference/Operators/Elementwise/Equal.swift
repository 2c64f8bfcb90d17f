/// Whether A equals B, element by element; Booleans and texts can be compared too.
///
/// Source: ONNX Equal, opsets 1, 7, 11, 13, 19.
struct Equal: Comparison {
    static let name = "Equal"
    static let takesTexts = true
    let alignment: OperandAlignment

    static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a == b }
}
