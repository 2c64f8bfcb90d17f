/// Blocks that leave half of the channels as they are and then shuffle all; widths and depths are those of the weights.
///
/// Source: Ma, Zhang, Zheng, Sun, "ShuffleNet V2: practical guidelines for efficient CNN architecture design", ECCV 2018,
/// doi:10.1007/978-3-030-01264-9_8.
package struct ShuffleNetV2: Architecture {
    /// What tells variants apart.
    struct Layout: Equatable {
        var stemWidth = 24
        var blockCounts = [4, 8, 4]
        /// Of `stage2`, `stage3` and `stage4`.
        var stageWidths: [Int]
        var headWidth = 1024
    }

    package let name: String
    let layout: Layout

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let style = GraphBuilder.UnitStyle()
        var x = builder.input(for: "conv1.0")
        x = builder.unit("conv1", of: x, channelCount: layout.stemWidth, kernel: 3, stride: 2, style)
        x = builder.maximumPooling("maxpool", of: x, kernel: 3, stride: 2, padding: 1)
        for (number, width) in layout.stageWidths.enumerated() {
            for block in 0..<layout.blockCounts[number] {
                x = addBlock("stage\(number + 2).\(block)", of: x, width: width, halves: block == 0, to: &builder)
            }
        }
        x = builder.unit("conv5", of: x, channelCount: layout.headWidth, kernel: 1, style)
        return builder.classifier("fc", of: builder.spatialMean("mean", of: x))
    }

    /// Two branches side by side: where the maps are halved, both filter all channels; else one filters half of them.
    private func addBlock(
        _ name: String, of input: GraphBuilder.Value, width: Int, halves: Bool, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let half = width / 2
        let first: GraphBuilder.Value
        var x: GraphBuilder.Value
        if halves {
            var left = filtered("\(name).branch1", 0, input, stride: 2, &builder)
            left = pointwise("\(name).branch1", 2, left, half, &builder)
            first = left
            x = input
        } else {
            first = builder.channels(0..<half, of: input, named: "\(name).x1")
            x = builder.channels(half..<width, of: input, named: "\(name).x2")
        }
        x = pointwise("\(name).branch2", 0, x, half, &builder)
        x = filtered("\(name).branch2", 3, x, stride: halves ? 2 : 1, &builder)
        x = pointwise("\(name).branch2", 5, x, half, &builder)
        x = builder.joining("\(name).cat", [first, x])
        return builder.channelShuffle("\(name).channel_shuffle", of: x, groupCount: 2)
    }

    /// A 1×1 convolution, normalization and ReLU, at `place` and the two after it.
    private func pointwise(
        _ name: String, _ place: Int, _ input: GraphBuilder.Value, _ width: Int, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let x = builder.convolution("\(name).\(place)", of: input, channelCount: width, kernel: 1)
        return builder.relu("\(name).\(place + 2)", of: builder.batchNormalization("\(name).\(place + 1)", of: x))
    }

    /// A depthwise 3×3 convolution and normalization, at `place` and the one after it.
    private func filtered(
        _ name: String, _ place: Int, _ input: GraphBuilder.Value, stride: Int, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let x = builder.convolution(
            "\(name).\(place)", of: input, channelCount: input.channelCount, kernel: 3, stride: stride, padding: .each(1),
            groups: input.channelCount)
        return builder.batchNormalization("\(name).\(place + 1)", of: x)
    }
}

extension ShuffleNetV2: ArchitectureFamily {
    private static let named: [ShuffleNetV2] = [
        ShuffleNetV2(name: "shufflenet_v2_x0_5", layout: Layout(stageWidths: [48, 96, 192])),
        ShuffleNetV2(name: "shufflenet_v2_x1_0", layout: Layout(stageWidths: [116, 232, 464])),
        ShuffleNetV2(name: "shufflenet_v2_x1_5", layout: Layout(stageWidths: [176, 352, 704])),
        ShuffleNetV2(name: "shufflenet_v2_x2_0", layout: Layout(stageWidths: [244, 488, 976], headWidth: 2048)),
    ]

    package static var variants: [any Architecture] { named }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let stemWidth = shapes.outputCount("conv1.0"), let headWidth = shapes.outputCount("conv5.0"),
            shapes.has("stage2.0.branch1.0")
        else { return nil }
        let widths = (2...4).compactMap { shapes.outputCount("stage\($0).0.branch2.5").map { 2 * $0 } }
        guard widths.count == 3 else { return nil }
        let counts = (2...4).map { stage in shapes.count { "stage\(stage).\($0).branch2.0" } }
        let layout = Layout(stemWidth: stemWidth, blockCounts: counts, stageWidths: widths, headWidth: headWidth)
        return ShuffleNetV2(name: named.first { $0.layout == layout }?.name ?? "shufflenet_v2", layout: layout)
    }
}
