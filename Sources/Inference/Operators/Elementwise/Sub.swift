import CKernels

/// `A - B`; integers wrap around.
///
/// Source: ONNX Sub, opsets 1, 6, 7, 13, 14.
struct Sub: BinaryArithmetic {
    static let name = "Sub"
    let alignment: OperandAlignment

    static var kernel: FloatBinaryKernel { cnns_subtract }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.minus(b) }
}
