import Tensors

/// Slides kernels over an input and sums the products: `y[o, …] = b[o] + Σ_{c,ky,kx} w[o, c, ky, kx] · x[c, y·s + ky·d − p, …]`.
///
/// Input `[N, C, H, W]`, `[N, C, L]` or `[N, C, D, H, W]`, weights `[O, C / group, kH, kW]`, bias `[O]`, output `[N, O, H', W']`.
///
/// Source: ONNX Conv, opsets 1, 11, 22.
package struct Conv: EpilogueOperator, WindowedOperator {
    package static let name = "Conv"

    package let window: SlidingWindow
    package let group: Int

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        group = try attributes.int("group", default: 1)
        guard group >= 1 else { throw .attributeValue(name: "group", value: "\(group)", expected: "at least 1") }
    }

    private init(window: SlidingWindow, group: Int) {
        self.window = window
        self.group = group
    }

    /// The same convolution for inputs that come with their padding.
    var withoutPadding: Conv { Conv(window: window.withoutPadding, group: group) }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        let weights = try inputs.required(1, "W")
        for (role, input) in [("X", x), ("W", weights)] where input.elementType != .float32 {
            throw .elementType(role: role, found: input.elementType, expected: "float32")
        }
        guard x.shape.rank >= 3, weights.shape.rank == x.shape.rank else {
            throw .rank(role: "W", found: weights.shape, expected: "as many axes as X, at least 3; X is \(x.shape)")
        }
        guard x.shape.rank <= 5 else { throw .unsupported("a convolution over \(x.shape.rank - 2) spatial axes") }
        let outputChannels = weights.shape[0]
        guard weights.shape[1].multipliedReportingOverflow(by: group) == (x.shape[1], false), outputChannels % group == 0 else {
            throw .shapes(found: [x.shape, weights.shape], expected: "channels that fit \(group) group\(group == 1 ? "" : "s")")
        }
        if let bias = inputs.optional(2), bias.shape != [outputChannels] || bias.elementType != .float32 {
            throw .shapes(found: [bias.shape], expected: "a float32 bias of shape \(outputChannels)")
        }
        let resolved = try resolvedWindow(x.shape, weights.shape)
        return [ValueInfo(.float32, Shape([x.shape[0], outputChannels] + resolved.output))]
    }

    /// The window as it lies over an input of shape `x`.
    package func resolvedWindow(_ x: Shape, _ weights: Shape) throws(OperatorError) -> ResolvedWindow {
        try window.resolved(over: x, weights: weights)
    }

    package func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let weights = inputs.optional(1), let output = outputs.first else { return 0 }
        return output.shape.elementCount * weights.shape.dimensions[1...].reduce(1, *)
    }

    package func kindDescription(inputs: [ValueInfo?]) -> String {
        guard let weights = inputs.optional(1)?.shape, weights.rank > 2 else { return Self.name }
        let base = "\(Self.name) \(window.description(kernel: Array(weights.dimensions[2...])))"
        return group == 1 ? base : weights[1] == 1 ? base + " depthwise" : base + " g\(group)"
    }

    package var parameterIndices: [Int] { [1, 2] }

    package func run(_ inputs: [Tensor?], epilogue: Epilogue, in context: RunContext) throws -> Tensor {
        let (x, weights) = (try inputs.required(0), try inputs.required(1))
        let resolved = try resolvedWindow(x.shape, weights.shape)
        guard let planar = resolved.planar else { throw OperatorError.unsupported("a convolution over \(x.shape.rank - 2) spatial axes") }
        let finish = finish(inputs, epilogue)
        return withExtendedLifetime((x.storage, weights.storage)) {
            Tensor(Shape([x.shape[0], weights.shape[0]] + resolved.output)) { y in
                guard let input = x.floatElements.baseAddress, let output = y.baseAddress,
                    let filters = weights.floatElements.baseAddress
                else { return }
                if x.shape.rank == 5 {
                    VolumeConvolutionJob(
                        input: input, weights: filters, output: output, inputShape: x.shape, weightShape: weights.shape, group: group,
                        window: resolved, plane: planar, epilogue: finish
                    ).run(in: context)
                } else {
                    ConvolutionJob(
                        input: input, weights: filters, output: output, inputShape: x.shape, weightShape: weights.shape, group: group,
                        window: planar, isPointwise: resolved.isPointwise, epilogue: finish
                    ).run(in: context)
                }
            }
        }
    }

    /// The epilogue with the bias in it.
    private func finish(_ inputs: [Tensor?], _ epilogue: Epilogue) -> Epilogue {
        inputs.optional(2).map { epilogue.preceded(byScale: nil, shift: $0.floats) } ?? epilogue
    }
}
