import CKernels

/// `A + B`; integers wrap around.
///
/// Source: ONNX Add, opsets 1, 6, 7, 13, 14.
struct Add: BinaryArithmetic {
    static let name = "Add"
    let alignment: OperandAlignment

    static var kernel: FloatBinaryKernel { cnns_add }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.plus(b) }
}
