import CKernels
import Tensors

/// Spreads every input element over the places under a kernel and sums what meets:
/// `y[m, i·s + k·d − p] = b[m] + Σ_{c,k} x[c, i] · w[c, m, k]`.
///
/// Input `[N, C, H, W]`, `[N, C, L]` or `[N, C, D, H, W]`, weights `[C, M / group, kH, kW]`, bias `[M]`, output `[N, M, H', W']` with
/// `H' = (H − 1)·s + (kH − 1)·d + 1 + output_padding − pads`: the transpose of the convolution with the same settings.
///
/// Source: ONNX ConvTranspose, opsets 1, 11, 22.
package struct ConvTranspose: EpilogueOperator {
    package static let name = "ConvTranspose"

    package let window: SlidingWindow
    package let group: Int
    private let outputPadding: [Int]?
    private let outputShape: [Int]?

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        group = try attributes.int("group", default: 1)
        guard group >= 1 else { throw .attributeValue(name: "group", value: "\(group)", expected: "at least 1") }
        outputPadding = try SlidingWindow.sizes("output_padding", of: attributes, least: 0)
        outputShape = try SlidingWindow.sizes("output_shape", of: attributes, least: 1)
    }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        let weights = try inputs.required(1, "W")
        for (role, input) in [("X", x), ("W", weights)] where input.elementType != .float32 {
            throw .elementType(role: role, found: input.elementType, expected: "float32")
        }
        guard x.shape.rank >= 3, weights.shape.rank == x.shape.rank else {
            throw .rank(role: "W", found: weights.shape, expected: "as many axes as X, at least 3; X is \(x.shape)")
        }
        guard x.shape.rank <= 5 else { throw .unsupported("a transposed convolution over \(x.shape.rank - 2) spatial axes") }
        let (channels, overflows) = weights.shape[1].multipliedReportingOverflow(by: group)
        guard weights.shape[0] == x.shape[1], x.shape[1] % group == 0, !overflows else {
            throw .shapes(found: [x.shape, weights.shape], expected: "channels that fit \(group) group\(group == 1 ? "" : "s")")
        }
        if let bias = inputs.optional(2), bias.shape != [channels] || bias.elementType != .float32 {
            throw .shapes(found: [bias.shape], expected: "a float32 bias of shape \(channels)")
        }
        let resolved = try resolvedWindow(x.shape, weights.shape)
        return [try ValueInfo(checking: .float32, Shape([x.shape[0], channels] + resolved.input))]
    }

    /// The window of the convolution that this is the transpose of: it slides over the output and makes the input, of shape `x`.
    package func resolvedWindow(_ x: Shape, _ weights: Shape) throws(OperatorError) -> ResolvedWindow {
        let kernel = Array(weights.dimensions[2...])
        if let declared = window.kernel, declared != kernel {
            throw .attributeValue(name: "kernel_shape", value: "\(declared)", expected: "that of the weights, \(kernel)")
        }
        guard kernel.allSatisfy({ (1...SlidingWindow.largestSetting).contains($0) }), !x.dimensions[2...].contains(0) else {
            throw .shapes(found: [x, weights], expected: "maps and a kernel of at least one element")
        }
        return try window.transposed(
            input: Array(x.dimensions[2...]), kernel: kernel, outputPadding: outputPadding, outputShape: outputShape)
    }

    package func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let x = inputs.optional(0), let weights = inputs.optional(1) else { return 0 }
        return x.shape.elementCount.multipliedReportingOverflow(by: weights.shape.dimensions[1...].reduce(1, &*)).partialValue
    }

    package func kindDescription(inputs: [ValueInfo?]) -> String {
        guard let weights = inputs.optional(1)?.shape, weights.rank > 2 else { return Self.name }
        let base = "\(Self.name) \(window.description(kernel: Array(weights.dimensions[2...])))"
        return group == 1 ? base : base + " g\(group)"
    }

    package var parameterIndices: [Int] { [1, 2] }

    package func run(_ inputs: [Tensor?], epilogue: Epilogue, in context: RunContext) throws -> Tensor {
        let (x, weights) = (try inputs.required(0), try inputs.required(1))
        let resolved = try resolvedWindow(x.shape, weights.shape)
        let shape = Shape([x.shape[0], weights.shape[1] * group] + resolved.input)
        let finish = inputs.optional(2).map { epilogue.preceded(byScale: nil, shift: $0.floats) } ?? epilogue
        let spread = try TransposedConvolution(shape: shape, weightShape: weights.shape, group: group, window: resolved)
        return Tensor(shape) { y in
            spread.run(x, weights, to: y, in: context)
            guard !finish.isIdentity, let output = y.baseAddress, !y.isEmpty else { return }
            nonisolated(unsafe) let maps = output
            let count = resolved.input.reduce(1, *)
            context.parallel(shape[0] * shape[1], grain: max(1, Broadcasting.grain / count)) { planes in
                for plane in planes {
                    finish.withKernelArguments(channel: plane % shape[1], place: plane * count) {
                        cnns_epilogue(maps + plane * count, 1, count, count, $0)
                    }
                }
            }
        }
    }
}

/// A transposed convolution of known extents: what passes the gradient of a convolution back to its input.
struct TransposedConvolution: Sendable {
    /// `[N, M, H', W']`
    let shape: Shape
    /// `[C, M / group, kH, kW]`
    let weightShape: Shape
    let group: Int
    let window: ResolvedWindow
    private let planar: CnnsWindow

    init(shape: Shape, weightShape: Shape, group: Int, window: ResolvedWindow) throws(OperatorError) {
        guard let planar = window.planar else { throw .unsupported("a transposed convolution over \(shape.rank - 2) spatial axes") }
        (self.shape, self.weightShape, self.group, self.window, self.planar) = (shape, weightShape, group, window, planar)
    }

    /// Writes the sum of what the elements of `x` spread to `result`.
    func run(_ x: Tensor, _ weights: Tensor, to result: UnsafeMutableBufferPointer<Float>, in context: RunContext) {
        withExtendedLifetime((x.storage, weights.storage)) {
            guard let filters = weights.floatElements.baseAddress, let reached = x.floatElements.baseAddress,
                let target = result.baseAddress, !result.isEmpty, x.elementCount > 0, weights.elementCount > 0
            else { return result.initialize(repeating: 0) }
            if shape.rank == 5 {
                return VolumeConvolutionGradient(
                    inputShape: shape, weightShape: weightShape, group: group, window: window, plane: planar, context: context
                ).addInputGradient(weights: filters, outputGradient: reached, to: target)
            }
            ConvolutionInputGradient(
                weights: filters, outputGradient: reached, result: target, inputShape: shape, weightShape: weightShape, group: group,
                window: planar, isPointwise: window.isPointwise && window.input == window.output
            ).run(in: context)
        }
    }
}
