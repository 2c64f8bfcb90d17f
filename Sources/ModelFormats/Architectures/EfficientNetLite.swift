/// EfficientNet-Lite: EfficientNet with ReLU6, without squeeze and excitation, and with a stem and head that do not grow.
///
/// Convolutions pad as TensorFlow's SAME does; batch normalization has an epsilon of 1e-3.
///
/// Source: Tan, Le, "EfficientNet: rethinking model scaling for convolutional neural networks", ICML 2019, arXiv:1905.11946; the Lite
/// variants: TensorFlow's `models/official/efficientnet/lite`.
package struct EfficientNetLite: Architecture {
    package let name: String
    let widthFactor: Double
    let depthFactor: Double

    package static let lite0 = EfficientNetLite(name: "efficientnet-lite0", widthFactor: 1, depthFactor: 1)
    package static let lite1 = EfficientNetLite(name: "efficientnet-lite1", widthFactor: 1, depthFactor: 1.1)
    package static let lite2 = EfficientNetLite(name: "efficientnet-lite2", widthFactor: 1.1, depthFactor: 1.2)
    package static let lite3 = EfficientNetLite(name: "efficientnet-lite3", widthFactor: 1.2, depthFactor: 1.4)
    package static let lite4 = EfficientNetLite(name: "efficientnet-lite4", widthFactor: 1.4, depthFactor: 1.8)

    private static let epsilon: Float = 1e-3

    /// Blocks of one width, before scaling.
    private struct Stage {
        let blockCount: Int
        let kernel: Int
        /// Of the first block; the others keep the size.
        let stride: Int
        /// How many times wider the depthwise convolution is than the block's input.
        let expansion: Int
        let width: Int
    }

    private static let stages = [
        Stage(blockCount: 1, kernel: 3, stride: 1, expansion: 1, width: 16),
        Stage(blockCount: 2, kernel: 3, stride: 2, expansion: 6, width: 24),
        Stage(blockCount: 2, kernel: 5, stride: 2, expansion: 6, width: 40),
        Stage(blockCount: 3, kernel: 3, stride: 2, expansion: 6, width: 80),
        Stage(blockCount: 3, kernel: 5, stride: 1, expansion: 6, width: 112),
        Stage(blockCount: 4, kernel: 5, stride: 2, expansion: 6, width: 192),
        Stage(blockCount: 1, kernel: 3, stride: 1, expansion: 6, width: 320),
    ]

    private func scaledWidth(_ width: Int) -> Int { multipleOfEight(Double(width) * widthFactor) }

    /// More blocks with depth, except in the first stage and the last.
    private func scaledBlockCount(_ stage: Int) -> Int {
        let count = Self.stages[stage].blockCount
        return stage == 0 || stage == Self.stages.count - 1 ? count : Int((Double(count) * depthFactor).rounded(.up))
    }

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let input = builder.input(for: "_conv_stem")
        var x = builder.convolution("_conv_stem", of: input, channelCount: 32, kernel: 3, stride: 2, padding: .same)
        x = normalized("_bn0", x, &builder)
        var block = 0
        for (number, stage) in Self.stages.enumerated() {
            for repetition in 0..<scaledBlockCount(number) {
                x = addBlock("_blocks.\(block)", of: x, stage, stride: repetition == 0 ? stage.stride : 1, to: &builder)
                block += 1
            }
        }
        x = builder.convolution("_conv_head", of: x, channelCount: 1280, kernel: 1)
        x = normalized("_bn1", x, &builder)
        x = builder.globalAveragePooling("_avg_pooling", of: x)
        x = builder.flattening("flatten", of: x, positionCount: 1)
        return builder.has("_fc") ? builder.linear("_fc", of: builder.dropout("_dropout", of: x)) : x
    }

    /// An inverted bottleneck: widen, filter each map by itself, narrow, and add the input where size and width stay.
    private func addBlock(
        _ name: String, of input: GraphBuilder.Value, _ stage: Stage, stride: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let innerWidth = input.channelCount * stage.expansion
        var x = input
        if stage.expansion != 1 {
            x = builder.convolution("\(name)._expand_conv", of: x, channelCount: innerWidth, kernel: 1)
            x = normalized("\(name)._bn0", x, &builder)
        }
        x = builder.convolution(
            "\(name)._depthwise_conv", of: x, channelCount: innerWidth, kernel: stage.kernel, stride: stride, padding: .same,
            groups: innerWidth)
        x = normalized("\(name)._bn1", x, &builder)
        x = builder.convolution("\(name)._project_conv", of: x, channelCount: scaledWidth(stage.width), kernel: 1)
        x = builder.batchNormalization("\(name)._bn2", of: x, epsilon: Self.epsilon)
        guard stride == 1, x.channelCount == input.channelCount else { return x }
        return builder.sum("\(name).add", of: x, and: input)
    }

    /// Batch normalization and its ReLU6.
    private func normalized(_ name: String, _ x: GraphBuilder.Value, _ builder: inout GraphBuilder) -> GraphBuilder.Value {
        builder.activation("\(name).relu6", of: builder.batchNormalization(name, of: x, epsilon: Self.epsilon), .relu6)
    }
}

extension EfficientNetLite: ArchitectureFamily {
    private static let named = [lite0, lite1, lite2, lite3, lite4]

    package static var variants: [any Architecture] { named }

    /// Depth and the width before the head tell the variants apart.
    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        let count = shapes.count { "_blocks.\($0)._project_conv" }
        let width = shapes.inputCount("_conv_head")
        return named.first { $0.blockCount == count && $0.scaledWidth(320) == width }
    }

    private var blockCount: Int { Self.stages.indices.reduce(0) { $0 + scaledBlockCount($1) } }
}
