import COpenBLAS
import Tensors

/// A convolution whose kernels look at places moved by offsets of their own:
/// `y[o, p] = b[o] + Σ w[o, c, k] · m[k, p] · x[c, at p·s + k·d + Δ[k, p]]`.
///
/// Input `[N, C, H, W]`, weights `[O, C / group, kH, kW]`, offsets `[N, offset_group · kH · kW · 2, H', W']` (rows, then columns), bias
/// `[O]`, mask `[N, offset_group · kH · kW, H', W']`, output `[N, O, H', W']`. Between elements the input is interpolated linearly.
///
/// Source: ONNX DeformConv, opsets 19, 22.
package struct DeformConv: WindowedOperator {
    package static let name = "DeformConv"

    package let window: SlidingWindow
    let group: Int
    let offsetGroup: Int

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        group = try attributes.int("group", default: 1)
        offsetGroup = try attributes.int("offset_group", default: 1)
        for (name, count) in [("group", group), ("offset_group", offsetGroup)] where !(1...SlidingWindow.largestSetting).contains(count) {
            throw .attributeValue(name: name, value: "\(count)", expected: "at least 1")
        }
    }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        for (index, role) in zip(0..., ["X", "W", "offset", "B", "mask"]) {
            guard let input = index < 3 ? try inputs.required(index, role) : inputs.optional(index) else { continue }
            guard input.elementType == .float32 else { throw .elementType(role: role, found: input.elementType, expected: "float32") }
        }
        let (x, weights) = (try inputs.required(0, "X").shape, try inputs.required(1, "W").shape)
        guard x.rank == 4, weights.rank == 4 else { throw .rank(role: "W", found: weights, expected: "4 axes, as X; X is \(x)") }
        guard weights[1].multipliedReportingOverflow(by: group) == (x[1], false), weights[0] % group == 0, x[1] % offsetGroup == 0,
            x[2] > 0, x[3] > 0
        else { throw .shapes(found: [x, weights], expected: "channels that fit \(group) and \(offsetGroup) groups") }
        let resolved = try resolvedWindow(x, weights)
        let rows = resolved.kernel.reduce(offsetGroup) { $0.multipliedReportingOverflow(by: $1).partialValue }
        let offsets = Shape([x[0], 2 * rows] + resolved.output)
        guard try inputs.required(2, "offset").shape == offsets else {
            throw .shapes(found: [try inputs.required(2, "offset").shape], expected: "offsets of the shape \(offsets)")
        }
        if let bias = inputs.optional(3), bias.shape != [weights[0]] {
            throw .shapes(found: [bias.shape], expected: "a bias of shape \(weights[0])")
        }
        let masks = Shape([x[0], rows] + resolved.output)
        if let mask = inputs.optional(4), mask.shape != masks {
            throw .shapes(found: [mask.shape], expected: "a mask of the shape \(masks)")
        }
        let columns = Shape([x[1]] + resolved.kernel + resolved.output)
        guard columns.checkedElementCount ?? .max <= ShapeInference.largestElementCount else {
            throw .shapes(found: [columns], expected: "fewer places under all kernels")
        }
        return [try ValueInfo(checking: .float32, Shape([x[0], weights[0]] + resolved.output))]
    }

    func resolvedWindow(_ x: Shape, _ weights: Shape) throws(OperatorError) -> ResolvedWindow {
        try window.resolved(over: x, weights: weights)
    }

    package func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let weights = inputs.optional(1), let output = outputs.first else { return 0 }
        return output.shape.elementCount * weights.shape.dimensions[1...].reduce(1, *)
    }

    package var parameterIndices: [Int] { [1, 3] }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (x, weights) = (try inputs.required(0), try inputs.required(1))
        let columns = try DeformedColumns(self, inputs)
        let (outputs, depth, pixels) = (weights.shape[0] / group, columns.depth / group, columns.pixelCount)
        return [
            Tensor(Shape([x.shape[0], weights.shape[0]] + columns.window.output)) { y in
                for image in 0..<x.shape[0] {
                    let gathered = columns.gathered(image: image, x, in: context)
                    for part in 0..<group {
                        cblas_sgemm(
                            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(outputs), blasint(pixels), blasint(depth), 1,
                            weights.floatElements.baseAddress.map { $0 + part * outputs * depth }, blasint(depth),
                            gathered.floatElements.baseAddress.map { $0 + part * depth * pixels }, blasint(pixels), 0,
                            y.baseAddress.map { $0 + (image * weights.shape[0] + part * outputs) * pixels }, blasint(pixels))
                    }
                }
                guard let bias = inputs.optional(3)?.floats else { return }
                for index in y.indices { y[index] += bias[index / pixels % bias.count] }
            }
        ]
    }
}

/// The columns that a deformed convolution multiplies its weights with: a row for each channel and place of the kernel, a column for
/// each place of the output.
struct DeformedColumns: Sendable {
    let window: ResolvedWindow
    /// Rows: channels times places of the kernel.
    let depth: Int
    let pixelCount: Int
    private let offsets: Tensor
    private let mask: Tensor?
    private let offsetGroup: Int
    private let channels: Int
    let tapCount: Int

    init(_ convolution: DeformConv, _ inputs: [Tensor?]) throws {
        let (x, weights) = (try inputs.required(0), try inputs.required(1))
        window = try convolution.resolvedWindow(x.shape, weights.shape)
        offsets = try inputs.required(2)
        mask = inputs.optional(4)
        (offsetGroup, channels) = (convolution.offsetGroup, x.shape[1])
        tapCount = window.kernel.reduce(1, *)
        depth = channels * tapCount
        pixelCount = window.output.reduce(1, *)
    }

    /// Channels that share offsets.
    var channelsPerGroup: Int { channels / offsetGroup }

    /// The row of the offsets and of the mask for a tap of a group of channels of an image.
    func row(image: Int, group: Int, tap: Int) -> Int { (image * offsetGroup + group) * tapCount + tap }

    /// The factor of a place.
    func factor(row: Int, pixel: Int) -> Double { mask.map { Double($0.floatElements[row * pixelCount + pixel]) } ?? 1 }

    /// The elements of a map that make the number at a moved place.
    func contributions(row: Int, tap: Int, pixel: Int) -> [CoordinateSampling.Contribution] {
        let numbers = offsets.floatElements
        let place = [pixel / window.output[1], pixel % window.output[1]]
        let position = [tap / window.kernel[1], tap % window.kernel[1]]
        let coordinates = (0..<2).map { axis in
            let start = place[axis] * window.strides[axis] + position[axis] * window.dilations[axis] - window.before[axis]
            return Double(start) + Double(numbers[(2 * row + axis) * pixelCount + pixel])
        }
        return CoordinateSampling().contributions(at: coordinates, of: window.input)
    }

    /// `[C · kH · kW, H' · W']` of one image.
    func gathered(image: Int, _ x: Tensor, in context: RunContext) -> Tensor {
        let plane = window.input[0] * window.input[1]
        return Tensor([depth, pixelCount]) { columns in
            nonisolated(unsafe) let (source, result) = (x.floatElements, columns)
            context.parallel(offsetGroup * tapCount) { rows in
                for index in rows {
                    let (group, tap) = index.quotientAndRemainder(dividingBy: tapCount)
                    let row = row(image: image, group: group, tap: tap)
                    for pixel in 0..<pixelCount {
                        let (parts, factor) = (contributions(row: row, tap: tap, pixel: pixel), factor(row: row, pixel: pixel))
                        for channel in group * channelsPerGroup..<(group + 1) * channelsPerGroup {
                            let map = (image * channels + channel) * plane
                            let sum = parts.reduce(0.0) { $0 + $1.weight * Double(source[map + $1.offset]) }
                            result[(channel * tapCount + tap) * pixelCount + pixel] = Float(sum * factor)
                        }
                    }
                }
            }
        }
    }
}
