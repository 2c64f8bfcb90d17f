import CKernels

/// The largest of the inputs, element by element; not a number where one of them is none.
///
/// Source: ONNX Max, opsets 1, 6, 8, 12, 13.
struct Max: VariadicArithmetic {
    static let name = "Max"

    static var kernel: FloatBinaryKernel { cnns_max }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a > b || a.isNotANumber ? a : b }
}
