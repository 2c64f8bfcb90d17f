import CKernels
import Tensors

/// The remainder of A divided by B: with the divisor's sign, or with the dividend's where `fmod` is set.
///
/// The remainder of an integer divided by 0 is 0.
///
/// Source: ONNX Mod, opsets 10, 13.
struct Mod: Operator {
    static let name = "Mod"
    private let keepsDividendSign: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        keepsDividendSign = try attributes.int("fmod", default: 0) != 0
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let a = try inputs.required(0, "A")
        let b = try inputs.required(1, "B")
        try b.requireType(of: a, role: "B", like: "A")
        guard a.elementType.isInteger || (a.elementType.isFloatingPoint && keepsDividendSign) else {
            throw .elementType(role: "A", found: a.elementType, expected: "an integer, or floating-point with 'fmod' set")
        }
        return [try ValueInfo(checking: a.elementType, Broadcasting([a.shape, b.shape]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let a = try inputs.required(0)
        let b = try inputs.required(1)
        return [keepsDividendSign ? try TruncatedRemainder.apply(a, b, in: context) : try FlooredRemainder.apply(a, b, in: context)]
    }

    private enum TruncatedRemainder: BinaryFunction {
        static var kernel: FloatBinaryKernel { cnns_fmod }
        static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.truncatedRemainder(b) }
    }

    private enum FlooredRemainder: BinaryFunction {
        static var kernel: FloatBinaryKernel { cnns_fmod }
        static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.flooredRemainder(b) }
    }
}
