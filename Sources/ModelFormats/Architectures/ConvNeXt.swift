/// Convolutions laid out after transformers: depthwise 7×7 filters, layer normalization, and two linear layers at each position; depths and
/// widths are those of the weights.
///
/// Within a block the channels are the last axis, as in torchvision.
///
/// Source: Liu et al., "A ConvNet for the 2020s", CVPR 2022, doi:10.1109/CVPR52688.2022.01167.
package struct ConvNeXt: Architecture {
    /// Blocks of one width.
    struct Stage: Equatable {
        var blockCount: Int
        var width: Int
    }

    package let name: String
    let stages: [Stage]

    private static let epsilon: Float = 1e-6
    private static let channelsLast = [0, 2, 3, 1]
    private static let channelsFirst = [0, 3, 1, 2]

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(for: "features.0.0")
        for (number, stage) in stages.enumerated() {
            if number == 0 {
                x = builder.convolution("features.0.0", of: x, channelCount: stage.width, kernel: 4, stride: 4, bias: true)
                x = addNormalization("features.0.1", of: x, to: &builder)
            } else {
                x = addNormalization("features.\(2 * number).0", of: x, to: &builder)
                x = builder.convolution("features.\(2 * number).1", of: x, channelCount: stage.width, kernel: 2, stride: 2, bias: true)
            }
            for block in 0..<stage.blockCount { x = addBlock("features.\(2 * number + 1).\(block)", of: x, to: &builder) }
        }
        x = builder.globalAveragePooling("avgpool", of: x)
        guard builder.has("classifier") else { return builder.flattening("flatten", of: x, positionCount: 1) }
        x = addNormalization("classifier.0", of: x, to: &builder)
        x = builder.flattening("classifier.1", of: x, positionCount: 1)
        return builder.has("classifier.2") ? builder.linear("classifier.2", of: x) : x
    }

    /// Layer normalization over the channels of maps.
    private func addNormalization(_ name: String, of input: GraphBuilder.Value, to builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.transposition("\(name).permute", of: input, axes: Self.channelsLast)
        x = builder.layerNormalization("\(name).layer_norm", of: x, parameters: name, epsilon: Self.epsilon)
        return builder.transposition("\(name).permute_1", of: x, axes: Self.channelsFirst)
    }

    private func addBlock(_ name: String, of input: GraphBuilder.Value, to builder: inout GraphBuilder) -> GraphBuilder.Value {
        let width = input.channelCount
        var x = builder.convolution(
            "\(name).block.0", of: input, channelCount: width, kernel: 7, padding: .each(3), groups: width, bias: true)
        x = builder.transposition("\(name).block.1", of: x, axes: Self.channelsLast)
        x = builder.layerNormalization("\(name).block.2", of: x, epsilon: Self.epsilon)
        x = builder.sequenceLinear("\(name).block.3", of: x, channelCount: 4 * width)
        x = builder.activation("\(name).block.4", of: x, .gelu)
        x = builder.sequenceLinear("\(name).block.5", of: x, channelCount: width)
        x = builder.transposition("\(name).block.6", of: x, axes: Self.channelsFirst)
        x = builder.scaling("\(name).mul", of: x, by: "\(name).layer_scale")
        return builder.sum("\(name).add", of: x, and: input)
    }
}

extension ConvNeXt: ArchitectureFamily {
    private static let named: [ConvNeXt] = [
        ("convnext_base", [3, 3, 27, 3], 128), ("convnext_large", [3, 3, 27, 3], 192), ("convnext_small", [3, 3, 27, 3], 96),
        ("convnext_tiny", [3, 3, 9, 3], 96),
    ].map { name, counts, width in
        ConvNeXt(name: name, stages: counts.enumerated().map { Stage(blockCount: $1, width: width << $0) })
    }

    package static var variants: [any Architecture] { named }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        var stages: [Stage] = []
        while true {
            let name = "features.\(2 * stages.count + 1)"
            let count = shapes.count { "\(name).\($0).block.5" }
            guard count > 0, let width = shapes.outputCount("\(name).0.block.5") else { break }
            stages.append(Stage(blockCount: count, width: width))
        }
        guard !stages.isEmpty, shapes.isLinear("features.1.0.block.5") else { return nil }
        return ConvNeXt(name: named.first { $0.stages == stages }?.name ?? "convnext", stages: stages)
    }
}
