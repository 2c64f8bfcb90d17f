import CKernels
import Tensors

/// `x` where it is not negative, `slope * x` elsewhere, with a slope for each channel or whatever broadcasts to X.
///
/// Source: ONNX PRelu, opsets 1, 6, 7, 9, 16. Before opset 7 a slope of shape `[C]` belongs to the channels.
struct PRelu: Operator, BinaryFunction {
    static let name = "PRelu"
    private let slopesAreChannels: Bool

    static var kernel: FloatBinaryKernel { cnns_prelu }
    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element { a < .zero ? a.times(b) : a }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        slopesAreChannels = operatorSet < 7
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        let slope = try inputs.required(1, "slope")
        guard x.elementType.isNumber else { throw .elementType(role: "X", found: x.elementType, expected: "a number") }
        try slope.requireType(of: x, role: "slope", like: "X")
        guard try Broadcasting([x.shape, aligned(slope.shape, to: x.shape)]).shape == x.shape else {
            throw .shapes(found: [x.shape, slope.shape], expected: "a slope that broadcasts to the shape of X")
        }
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let slope = try inputs.required(1)
        return [try Self.apply(x, slope.reshaped(to: aligned(slope.shape, to: x.shape)), in: context)]
    }

    func aligned(_ slope: Shape, to x: Shape) -> Shape {
        guard slopesAreChannels, slope.rank == 1, x.rank >= 2 else { return slope }
        return Shape(slope.dimensions + [Int](repeating: 1, count: x.rank - 2))
    }
}
