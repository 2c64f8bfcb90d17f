import Tensors

/// A convolution of quantized maps: `y = saturate(round((b + Σ (w − w₀) · (x − x₀)) · sₓ · s_w / s_y) + y₀)`.
///
/// Maps `[N, C, …]`, weights `[O, C / group, …]` with one scale or one an output channel, bias `[O]` in int32 by the scale `sₓ · s_w`.
///
/// Source: ONNX QLinearConv, opset 10.
package struct QLinearConv: QuantizedConvolution {
    package static let name = "QLinearConv"
    static let mapsIndex = 0
    static let weightsIndex = 3

    package let window: SlidingWindow
    let group: Int

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        group = try Self.group(attributes)
    }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.requireQuantized(0, "x", scale: 1, zero: 2)
        let output = try plan(x.shape, inputs.required(3, "w").shape).output
        _ = try inputs.requireQuantized(3, "w", scale: 4, zero: 5, channelCount: output[1])
        let type = try inputs.byteType(ofZero: 7, "y")
        try inputs.requireQuantization(of: type, "y", scale: 6, zero: 7)
        if let bias = inputs.optional(8), bias.shape != [output[1]] || bias.elementType != .int32 {
            throw .shapes(found: [bias.shape], expected: "an int32 bias of shape \(output[1])")
        }
        return [try ValueInfo(checking: type, output)]
    }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (x, weights) = (try inputs.required(0), try inputs.required(3))
        let (convolution, output) = try plan(x.shape, weights.shape)
        let maps = try inputs.quantization(scale: 1, zero: 2)
        let filters = try inputs.quantization(scale: 4, zero: 5)
        let result = try inputs.quantization(scale: 6, zero: 7)
        let sums = convolution.sums(x.centered(maps.zeros), weights.centered(filters.zeros), in: context)
        let bias = inputs.optional(8)?.numbers(as: Double.self)
        let type = try inputs.required(7).elementType
        let (range, pixels) = (type.quantizedRange, max(1, output.dimensions[2...].reduce(1, *)))
        let rounded = Tensor(output) { y in
            let source = sums.elements(as: Double.self)
            for index in y.indices {
                let channel = index / pixels % output[1]
                let factor = maps.scales[0] * filters.scale(channel) / result.scales[0]
                y[index] = range.nearest(to: Float(source[index] + (bias?[channel] ?? 0)) * factor, zero: Float(result.zeros[0]))
            }
        }
        return [rounded.converted(to: type)]
    }

    package var parameterIndices: [Int] { [3, 8] }
}
