import CKernels

/// The sum of the inputs, element by element.
///
/// Source: ONNX Sum, opsets 1, 6, 8, 13.
struct Sum: VariadicArithmetic {
    static let name = "Sum"

    static var kernel: FloatBinaryKernel { cnns_add }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.plus(b) }
}
