/// Networks in which every layer of a block reads the outputs of all layers before it.
///
/// Source: Huang, Liu, van der Maaten, Weinberger, "Densely connected convolutional networks", CVPR 2017, doi:10.1109/CVPR.2017.243.
package struct DenseNet: Architecture {
    /// What tells variants apart.
    struct Layout: Equatable {
        var stemWidth: Int
        /// Layers of each block.
        var layerCounts: [Int]
        /// Channels that each layer adds.
        var growth: Int
        /// Channels between the two convolutions of a layer.
        var bottleneckWidth: Int
    }

    package let name: String
    let layout: Layout

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(for: "features.conv0")
        x = builder.convolution("features.conv0", of: x, channelCount: layout.stemWidth, kernel: 7, stride: 2, padding: .each(3))
        x = builder.relu("features.relu0", of: builder.batchNormalization("features.norm0", of: x))
        x = builder.maximumPooling("features.pool0", of: x, kernel: 3, stride: 2, padding: 1)
        for (number, count) in layout.layerCounts.enumerated() {
            x = addBlock("features.denseblock\(number + 1)", of: x, layerCount: count, to: &builder)
            if number < layout.layerCounts.count - 1 { x = addTransition("features.transition\(number + 1)", of: x, to: &builder) }
        }
        x = builder.relu("relu", of: builder.batchNormalization("features.norm5", of: x))
        x = builder.pooledFeatures(of: x, pooling: "adaptive_avg_pool2d")
        return builder.classifier("classifier", of: x)
    }

    private func addBlock(
        _ name: String, of input: GraphBuilder.Value, layerCount: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        var features = [input]
        for number in 1...max(1, layerCount) {
            let layer = "\(name).denselayer\(number)"
            var x = builder.joining("\(layer).cat", features)
            x = builder.relu("\(layer).relu1", of: builder.batchNormalization("\(layer).norm1", of: x))
            x = builder.convolution("\(layer).conv1", of: x, channelCount: layout.bottleneckWidth, kernel: 1)
            x = builder.relu("\(layer).relu2", of: builder.batchNormalization("\(layer).norm2", of: x))
            features.append(builder.convolution("\(layer).conv2", of: x, channelCount: layout.growth, kernel: 3, padding: .each(1)))
        }
        return builder.joining("\(name).cat", features)
    }

    /// Half the channels, half the height and width.
    private func addTransition(_ name: String, of input: GraphBuilder.Value, to builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.relu("\(name).relu", of: builder.batchNormalization("\(name).norm", of: input))
        x = builder.convolution("\(name).conv", of: x, channelCount: x.channelCount / 2, kernel: 1)
        return builder.averagePooling("\(name).pool", of: x, kernel: 2)
    }
}

extension DenseNet: ArchitectureFamily {
    private static let named: [DenseNet] = [
        DenseNet(
            name: "densenet121", layout: Layout(stemWidth: 64, layerCounts: [6, 12, 24, 16], growth: 32, bottleneckWidth: 128)),
        DenseNet(
            name: "densenet161", layout: Layout(stemWidth: 96, layerCounts: [6, 12, 36, 24], growth: 48, bottleneckWidth: 192)),
        DenseNet(
            name: "densenet169", layout: Layout(stemWidth: 64, layerCounts: [6, 12, 32, 32], growth: 32, bottleneckWidth: 128)),
        DenseNet(
            name: "densenet201", layout: Layout(stemWidth: 64, layerCounts: [6, 12, 48, 32], growth: 32, bottleneckWidth: 128)),
    ]

    package static var variants: [any Architecture] { named }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        let first = "features.denseblock1.denselayer1"
        guard let stemWidth = shapes.outputCount("features.conv0"), let bottleneckWidth = shapes.outputCount("\(first).conv1"),
            let growth = shapes.outputCount("\(first).conv2")
        else { return nil }
        var layerCounts: [Int] = []
        while true {
            let block = "features.denseblock\(layerCounts.count + 1)"
            let count = shapes.count(from: 1) { "\(block).denselayer\($0).conv1" }
            guard count > 0 else { break }
            layerCounts.append(count)
        }
        let layout = Layout(stemWidth: stemWidth, layerCounts: layerCounts, growth: growth, bottleneckWidth: bottleneckWidth)
        return DenseNet(name: named.first { $0.layout == layout }?.name ?? "densenet", layout: layout)
    }
}
