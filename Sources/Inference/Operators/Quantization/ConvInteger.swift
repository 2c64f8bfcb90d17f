import Tensors

/// A convolution of 8-bit integers with its sums as they are: `y = Σ (w − w₀) · (x − x₀)`, in int32.
///
/// Maps `[N, C, …]` with one zero point, weights `[O, C / group, …]` with one or one an output channel.
///
/// Source: ONNX ConvInteger, opset 10.
package struct ConvInteger: QuantizedConvolution {
    package static let name = "ConvInteger"
    static let mapsIndex = 0
    static let weightsIndex = 1

    package let window: SlidingWindow
    let group: Int

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        group = try Self.group(attributes)
    }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, weights) = (try inputs.required(0, "x"), try inputs.required(1, "w"))
        for (role, input) in [("x", x), ("w", weights)] where !input.elementType.isByte {
            throw .elementType(role: role, found: input.elementType, expected: "int8 or uint8")
        }
        try inputs.requireZero(2, "x", of: x.elementType)
        let output = try plan(x.shape, weights.shape).output
        try inputs.requireZero(3, "w", of: weights.elementType, channelCount: weights.shape[0])
        return [try ValueInfo(checking: .int32, output)]
    }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (x, weights) = (try inputs.required(0), try inputs.required(1))
        let convolution = try plan(x.shape, weights.shape).convolution
        let zeros = [2, 3].map { inputs.optional($0)?.numbers(as: Double.self) ?? [0] }
        return [convolution.sums(x.centered(zeros[0]), weights.centered(zeros[1]), in: context).converted(to: .int32)]
    }

    package var parameterIndices: [Int] { [1] }
}
