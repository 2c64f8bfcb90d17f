/// Inverted bottlenecks that a search found for mobile telephones (the variant B1); depths, widths and kernels are those of the weights.
///
/// The strides of the six stacks are 2, 2, 2, 1, 2, 1.
///
/// Source: Tan et al., "MnasNet: platform-aware neural architecture search for mobile", CVPR 2019, doi:10.1109/CVPR.2019.00293.
package struct MNASNet: Architecture {
    /// Blocks of one width.
    struct Stack: Equatable {
        var blockCount: Int
        var kernel: Int
        /// How many times wider a block is inside than its input.
        var expansion: Int
        var width: Int
    }

    /// What tells variants apart.
    struct Layout: Equatable {
        var stemWidth: Int
        var firstWidth: Int
        var stacks: [Stack]
        var headWidth = 1280
    }

    package let name: String
    let layout: Layout

    private static let strides = [2, 2, 2, 1, 2, 1]

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(for: "layers.0")
        x = step(0, of: x, layout.stemWidth, kernel: 3, stride: 2, &builder)
        x = step(3, of: x, layout.stemWidth, kernel: 3, isDepthwise: true, &builder)
        x = builder.convolution("layers.6", of: x, channelCount: layout.firstWidth, kernel: 1)
        x = builder.batchNormalization("layers.7", of: x)
        for (number, stack) in layout.stacks.enumerated() {
            for block in 0..<stack.blockCount {
                let stride = block == 0 ? Self.strides[number] : 1
                x = addBlock("layers.\(number + 8).\(block)", of: x, stack, stride: stride, to: &builder)
            }
        }
        x = step(layout.stacks.count + 8, of: x, layout.headWidth, kernel: 1, &builder)
        return builder.dropoutClassifier("classifier", of: builder.spatialMean("mean", of: x))
    }

    /// A convolution, normalization and ReLU, at `place` of a sequence and the two after it.
    private func step(
        _ place: Int, in sequence: String = "layers", of input: GraphBuilder.Value, _ width: Int, kernel: Int, stride: Int = 1,
        isDepthwise: Bool = false, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let x = builder.convolution(
            "\(sequence).\(place)", of: input, channelCount: width, kernel: kernel, stride: stride, padding: .each(kernel / 2),
            groups: isDepthwise ? width : 1)
        return builder.relu("\(sequence).\(place + 2)", of: builder.batchNormalization("\(sequence).\(place + 1)", of: x))
    }

    private func addBlock(
        _ name: String, of input: GraphBuilder.Value, _ stack: Stack, stride: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let layers = "\(name).layers"
        let innerWidth = input.channelCount * stack.expansion
        var x = step(0, in: layers, of: input, innerWidth, kernel: 1, &builder)
        x = step(3, in: layers, of: x, innerWidth, kernel: stack.kernel, stride: stride, isDepthwise: true, &builder)
        x = builder.convolution("\(layers).6", of: x, channelCount: stack.width, kernel: 1)
        x = builder.batchNormalization("\(layers).7", of: x)
        guard stride == 1, x.channelCount == input.channelCount else { return x }
        return builder.sum("\(name).add", of: x, and: input)
    }
}

extension MNASNet: ArchitectureFamily {
    private static func scaled(_ name: String, _ factor: Double) -> MNASNet {
        let widths = [32, 16, 24, 40, 80, 96, 192, 320].map { multipleOfEight(Double($0) * factor) }
        let rows = [(3, 3, 3), (3, 5, 3), (3, 5, 6), (2, 3, 6), (4, 5, 6), (1, 3, 6)]
        let stacks = zip(rows, widths.dropFirst(2)).map { Stack(blockCount: $0.0, kernel: $0.1, expansion: $0.2, width: $1) }
        return MNASNet(name: name, layout: Layout(stemWidth: widths[0], firstWidth: widths[1], stacks: stacks))
    }

    private static let named: [MNASNet] = [
        scaled("mnasnet0_5", 0.5), scaled("mnasnet0_75", 0.75), scaled("mnasnet1_0", 1), scaled("mnasnet1_3", 1.3),
    ]

    package static var variants: [any Architecture] { named }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let stemWidth = shapes.outputCount("layers.0"), let firstWidth = shapes.outputCount("layers.6"),
            let headWidth = shapes.outputCount("layers.14")
        else { return nil }
        let stacks = (8...13).compactMap { number -> Stack? in
            let name = "layers.\(number).0.layers"
            guard let inner = shapes.outputCount("\(name).0"), let input = shapes.inputCount("\(name).0"),
                let kernel = shapes.kernel("\(name).3"), let width = shapes.outputCount("\(name).6")
            else { return nil }
            let count = shapes.count { "layers.\(number).\($0).layers.0" }
            return Stack(blockCount: count, kernel: kernel, expansion: max(1, inner / input), width: width)
        }
        guard stacks.count == strides.count else { return nil }
        let layout = Layout(stemWidth: stemWidth, firstWidth: firstWidth, stacks: stacks, headWidth: headWidth)
        return MNASNet(name: named.first { $0.layout == layout }?.name ?? "mnasnet", layout: layout)
    }
}
