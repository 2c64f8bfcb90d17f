import Inference
import Tensors

/// A kernel that slides over maps, place by place.
///
/// The sums are the engine's; the parts of each step are taken apart in double precision.
package struct ConvolutionWalk: Sendable {
    /// How the kernel goes: one number an axis, rows first.
    package struct Setting: Sendable, Hashable {
        package var strides: [Int]
        package var dilations: [Int]
        /// Rows above, columns to the left, rows below, columns to the right.
        package var padding: [Int]

        package init(strides: [Int] = [1, 1], dilations: [Int] = [1, 1], padding: [Int] = [0, 0, 0, 0]) {
            (self.strides, self.dilations, self.padding) = (strides, dilations, padding)
        }
    }

    /// The largest stride, padding or dilation that can be chosen.
    package static let limit = 64

    /// `[C, H, W]`
    package let input: Tensor
    /// `[C, kH, kW]`
    package let kernel: Tensor
    package let bias: Float?
    package let setting: Setting
    /// What the kernel makes of the input, bias included, `[H', W']`.
    package let output: Tensor
    private let window: ResolvedWindow

    /// - Throws: ``ConvolutionWalkError`` where kernel and maps do not fit, and what the engine throws.
    package init(input: Tensor, kernel: Tensor, bias: Float? = nil, setting: Setting, control: RunControl = RunControl()) throws {
        guard input.shape.rank == 3, kernel.shape.rank == 3, input.shape[0] == kernel.shape[0], input.elementCount > 0,
            kernel.elementCount > 0
        else { throw ConvolutionWalkError.channels(input: input.shape, kernel: kernel.shape) }
        let attributes: Attributes = [
            "strides": .ints(setting.strides), "dilations": .ints(setting.dilations), "pads": .ints(setting.padding),
        ]
        var graph = Graph(
            name: "convolution", inputs: [GraphInput(name: "x", dimensions: [1] + input.shape.dimensions)], outputs: ["y"],
            constants: ["w": kernel.reshaped(to: Shape([1] + kernel.shape.dimensions))])
        graph.constants["b"] = bias.map { Tensor([1], [$0]) }
        graph.nodes = [
            Node(
                name: "y", operatorName: "Conv", inputs: ["x", "w"] + (bias == nil ? [] : ["b"]), outputs: ["y"], attributes: attributes)
        ]
        let (x, network): (Tensor, Network)
        do {
            network = try Network(graph)
            window = try Conv(attributes: attributes, operatorSet: 17).resolvedWindow(
                Shape([1] + input.shape.dimensions), Shape([1] + kernel.shape.dimensions))
        } catch {
            throw ConvolutionWalkError.doesNotFit(input: input.shape, kernel: kernel.shape)
        }
        x = input.reshaped(to: Shape([1] + input.shape.dimensions))
        let engine = Engine(threadCount: Engine.standardThreadCount, cacheBudgetInBytes: 0)
        let values = try engine.run(network, feed: Feed(["x": x]), wanted: ["y"], control: control).values
        guard let y = values["y"] else { throw RunError.unknownValue("y") }
        (self.input, self.kernel, self.bias, self.setting) = (input, kernel, bias, setting)
        output = y.reshaped(to: [y.shape[2], y.shape[3]])
    }

    /// The same walk with other strides, padding or dilation.
    package func with(_ setting: Setting) throws -> ConvolutionWalk {
        try ConvolutionWalk(input: input, kernel: kernel, bias: bias, setting: setting)
    }

    /// How many places the kernel comes to: rows, then columns.
    package var stepCount: Int { output.elementCount }

    /// The step at which the greatest number comes out.
    package var greatestStep: Int {
        let numbers = output.floats
        return numbers.indices.max { numbers[$0] < numbers[$1] } ?? 0
    }

    /// One place of the kernel; `number` counts from 0, row by row.
    package func step(_ number: Int) -> ConvolutionStep {
        let (row, column) = number.quotientAndRemainder(dividingBy: output.shape[1])
        let taps = WindowTaps(window, at: [row, column])
        let (plane, area) = (input.shape[1] * input.shape[2], taps.offsets.count)
        let parts = withExtendedLifetime((input.storage, kernel.storage)) {
            let (numbers, weights) = (input.floatElements, kernel.floatElements)
            return (0..<input.shape[0]).map { channel in
                ConvolutionStep.Part(
                    channel: channel, patch: taps.offsets.map { $0.map { numbers[channel * plane + $0] } },
                    kernel: Array(weights[channel * area..<(channel + 1) * area]))
            }
        }
        return ConvolutionStep(
            number: number, row: row, column: column, top: row * setting.strides[0] - setting.padding[0],
            left: column * setting.strides[1] - setting.padding[1], parts: parts, bias: bias.map(Double.init),
            engineValue: Double(output.floats[number]))
    }
}

/// One place of a sliding kernel: what lies under it, and what comes out.
package struct ConvolutionStep: Sendable {
    /// One channel of the input under one channel of the kernel.
    package struct Part: Sendable {
        package let channel: Int
        /// In row-major order, `nil` in the padding.
        package let patch: [Float?]
        package let kernel: [Float]

        /// 0 in the padding.
        package var products: [Double] { zip(patch, kernel).map { Double($0 ?? 0) * Double($1) } }
        package var sum: Double { products.reduce(0, +) }
    }

    /// From 0, row by row.
    package let number: Int
    /// The place in the output.
    package let row: Int
    package let column: Int
    /// The place of the kernel's first element in the input, negative in the padding.
    package let top: Int
    package let left: Int
    package let parts: [Part]
    package let bias: Double?
    /// What the engine has for this place.
    package let engineValue: Double

    /// The sum of all products and the bias, in double precision.
    package var total: Double { parts.reduce(bias ?? 0) { $0 + $1.sum } }
}

/// Why a kernel cannot slide.
package enum ConvolutionWalkError: Error, Equatable, CustomStringConvertible {
    case channels(input: Shape, kernel: Shape)
    case doesNotFit(input: Shape, kernel: Shape)

    package var description: String {
        switch self {
        case .channels(let input, let kernel): "expected a kernel for the channels of maps \(input), found one of shape \(kernel)"
        case .doesNotFit(let input, let kernel): "expected a kernel that fits into the padded maps, found \(kernel) over \(input)"
        }
    }
}
