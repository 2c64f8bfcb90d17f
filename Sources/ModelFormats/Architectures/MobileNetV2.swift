/// Inverted bottlenecks, whose widths are those of the weights: any width multiplier opens.
///
/// There are 17 blocks, of which the second, fourth, seventh and fourteenth halve the maps.
///
/// Source: Sandler, Howard, Zhu, Zhmoginov, Chen, "MobileNetV2: inverted residuals and linear bottlenecks", CVPR 2018,
/// doi:10.1109/CVPR.2018.00474.
package struct MobileNetV2: Architecture {
    /// Channels of a block: inside, and put out.
    struct Block: Equatable {
        var innerWidth: Int
        var outputWidth: Int
    }

    package let name = "mobilenet_v2"
    let stemWidth: Int
    let blocks: [Block]
    let headWidth: Int

    private static let halvingBlocks: Set<Int> = [2, 4, 7, 14]

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let style = GraphBuilder.UnitStyle(activation: .relu6)
        var x = builder.input(for: "features.0.0")
        x = builder.unit("features.0", of: x, channelCount: stemWidth, kernel: 3, stride: 2, style)
        for (index, block) in blocks.enumerated() {
            let stride = Self.halvingBlocks.contains(index + 1) ? 2 : 1
            x = add(block, "features.\(index + 1)", to: x, stride: stride, expands: index > 0, style, &builder)
        }
        x = builder.unit("features.\(blocks.count + 1)", of: x, channelCount: headWidth, kernel: 1, style)
        return builder.dropoutClassifier("classifier", of: builder.pooledFeatures(of: x, pooling: "adaptive_avg_pool2d"))
    }

    private func add(
        _ block: Block, _ name: String, to input: GraphBuilder.Value, stride: Int, expands: Bool, _ style: GraphBuilder.UnitStyle,
        _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        var x = input
        var place = 0
        if expands {
            x = builder.unit("\(name).conv.0", of: x, channelCount: block.innerWidth, kernel: 1, style)
            place = 1
        }
        x = builder.unit(
            "\(name).conv.\(place)", of: x, channelCount: block.innerWidth, kernel: 3, stride: stride, groups: block.innerWidth, style)
        x = builder.convolution("\(name).conv.\(place + 1)", of: x, channelCount: block.outputWidth, kernel: 1)
        x = builder.batchNormalization("\(name).conv.\(place + 2)", of: x)
        guard stride == 1, x.channelCount == input.channelCount else { return x }
        return builder.sum("\(name).add", of: input, and: x)
    }
}

extension MobileNetV2: ArchitectureFamily {
    package static let variants: [any Architecture] = {
        let widths = [16, 24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160, 320]
        let inputs = [32] + widths
        let blocks = widths.enumerated().map { Block(innerWidth: $0 == 0 ? 32 : 6 * inputs[$0], outputWidth: $1) }
        return [MobileNetV2(stemWidth: 32, blocks: blocks, headWidth: 1280)]
    }()

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let stemWidth = shapes.outputCount("features.0.0"), shapes.has("features.1.conv.0.0"),
            let headWidth = shapes.outputCount("features.18.0")
        else { return nil }
        let blocks = (1...17).compactMap { number -> Block? in
            let name = "features.\(number).conv"
            guard let inner = shapes.outputCount("\(name).0.0"),
                let output = shapes.outputCount(number == 1 ? "\(name).1" : "\(name).2")
            else { return nil }
            return Block(innerWidth: inner, outputWidth: output)
        }
        return blocks.count == 17 ? MobileNetV2(stemWidth: stemWidth, blocks: blocks, headWidth: headWidth) : nil
    }
}
