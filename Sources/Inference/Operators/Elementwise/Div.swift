import CKernels

/// `A / B`; integer quotients are rounded toward 0, and an integer divided by 0 is 0.
///
/// Source: ONNX Div, opsets 1, 6, 7, 13, 14.
struct Div: BinaryArithmetic {
    static let name = "Div"
    let alignment: OperandAlignment

    static var kernel: FloatBinaryKernel { cnns_divide }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.over(b) }
}
