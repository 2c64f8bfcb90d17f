import CKernels

/// The smallest of the inputs, element by element; not a number where one of them is none.
///
/// Source: ONNX Min, opsets 1, 6, 8, 12, 13.
struct Min: VariadicArithmetic {
    static let name = "Min"

    static var kernel: FloatBinaryKernel { cnns_min }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a < b || a.isNotANumber ? a : b }
}
