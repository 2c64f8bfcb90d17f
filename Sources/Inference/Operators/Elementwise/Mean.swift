import CKernels
import Tensors

/// The mean of the inputs, element by element.
///
/// Source: ONNX Mean, opsets 1, 6, 8, 13.
struct Mean: VariadicArithmetic {
    static let name = "Mean"

    static var kernel: FloatBinaryKernel { cnns_add }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a.plus(b) }

    static func finish(_ combination: Tensor, inputCount: Int, in context: RunContext) throws -> Tensor {
        switch combination.elementType {
        case .float64: try Div.apply(combination, Tensor([], elements: [Double(inputCount)]), in: context)
        default: try Div.apply(combination, Tensor(scalar: Float(inputCount)), in: context)
        }
    }
}
