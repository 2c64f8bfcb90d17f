import CKernels
import Tensors

/// X to the power of Y, in the type of X; integers wrap around.
///
/// Operands of different types are raised in float64, or in int64 where both are integers, and converted back.
///
/// Source: ONNX Pow, opsets 1, 7, 12, 13, 15.
struct Pow: Operator, BinaryFunction {
    static let name = "Pow"
    let alignment: OperandAlignment

    static var kernel: FloatBinaryKernel { cnns_power }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.raised(to: b) }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alignment = try OperandAlignment(attributes: attributes, operatorSet: operatorSet)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        let y = try inputs.required(1, "Y")
        guard x.elementType.isNumber else { throw .elementType(role: "X", found: x.elementType, expected: "a number") }
        guard y.elementType.isNumber else { throw .elementType(role: "Y", found: y.elementType, expected: "a number") }
        let second = try alignment.aligned(y.shape, to: x.shape)
        return [try ValueInfo(checking: x.elementType, Broadcasting([x.shape, second]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let y = try inputs.required(1)
        let type = Self.commonType(x.elementType, y.elementType)
        let exponent = try y.reshaped(to: alignment.aligned(y.shape, to: x.shape)).converted(to: type)
        return [try Self.apply(x.converted(to: type), exponent, in: context).converted(to: x.elementType)]
    }

    private static func commonType(_ base: ElementType, _ exponent: ElementType) -> ElementType {
        if base == exponent { return base.isHalfPrecision ? .float32 : base }
        if base.isInteger && exponent.isInteger { return .int64 }
        return base == .float32 ? .float32 : .float64
    }
}
