import CKernels

/// `A * B`; integers wrap around.
///
/// Source: ONNX Mul, opsets 1, 6, 7, 13, 14.
struct Mul: BinaryArithmetic {
    static let name = "Mul"
    let alignment: OperandAlignment

    static var kernel: FloatBinaryKernel { cnns_multiply }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.times(b) }
}
