/// Residual networks as torchvision lays them out, with the stride of a bottleneck on its 3×3 convolution; or as the paper does, with
/// the stride on the 1×1 before it. Weights of either have the same names and shapes, and count as torchvision's.
///
/// Source: He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016, doi:10.1109/CVPR.2016.90.
package struct ResNet: Architecture {
    package let name: String
    /// Residual blocks of `layer1` to `layer4`.
    let blockCounts: [Int]
    /// Whether a block is 1×1, 3×3, 1×1, the last four times as wide, instead of two 3×3.
    let hasBottlenecks: Bool
    /// Whether a bottleneck's stride is on its first convolution, as in the paper and in Caffe.
    var stridesFirst = false

    package static let resnet18 = ResNet(name: "resnet18", blockCounts: [2, 2, 2, 2], hasBottlenecks: false)
    package static let resnet34 = ResNet(name: "resnet34", blockCounts: [3, 4, 6, 3], hasBottlenecks: false)
    package static let resnet50 = ResNet(name: "resnet50", blockCounts: [3, 4, 6, 3], hasBottlenecks: true)
    package static let resnet50Caffe = ResNet(
        name: "resnet50-caffe", blockCounts: [3, 4, 6, 3], hasBottlenecks: true, stridesFirst: true)
    package static let resnet101 = ResNet(name: "resnet101", blockCounts: [3, 4, 23, 3], hasBottlenecks: true)
    package static let resnet152 = ResNet(name: "resnet152", blockCounts: [3, 8, 36, 3], hasBottlenecks: true)

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let input = builder.input(channelCount: 3, heightInPixels: nil, widthInPixels: nil)
        var x = builder.convolution("conv1", of: input, channelCount: 64, kernel: 7, stride: 2, padding: .each(3))
        x = builder.batchNormalization("bn1", of: x)
        x = builder.relu("relu", of: x)
        x = builder.maximumPooling("maxpool", of: x, kernel: 3, stride: 2, padding: 1)
        for (stage, blockCount) in blockCounts.enumerated() {
            for block in 0..<blockCount {
                let stride = stage > 0 && block == 0 ? 2 : 1
                x = addBlock("layer\(stage + 1).\(block)", of: x, width: 64 << stage, stride: stride, to: &builder)
            }
        }
        x = builder.globalAveragePooling("avgpool", of: x)
        x = builder.flattening("flatten", of: x, positionCount: 1)
        return builder.linear("fc", of: x)
    }

    /// Convolutions, and around them the input itself, or its projection where size or width change.
    private func addBlock(
        _ name: String, of input: GraphBuilder.Value, width: Int, stride: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        var x: GraphBuilder.Value
        if hasBottlenecks {
            let (first, second) = stridesFirst ? (stride, 1) : (1, stride)
            x = builder.convolution("\(name).conv1", of: input, channelCount: width, kernel: 1, stride: first)
            x = builder.batchNormalization("\(name).bn1", of: x)
            x = builder.relu("\(name).relu", of: x)
            x = builder.convolution("\(name).conv2", of: x, channelCount: width, kernel: 3, stride: second, padding: .each(1))
            x = builder.batchNormalization("\(name).bn2", of: x)
            x = builder.relu("\(name).relu_1", of: x)
            x = builder.convolution("\(name).conv3", of: x, channelCount: 4 * width, kernel: 1)
            x = builder.batchNormalization("\(name).bn3", of: x)
        } else {
            x = builder.convolution("\(name).conv1", of: input, channelCount: width, kernel: 3, stride: stride, padding: .each(1))
            x = builder.batchNormalization("\(name).bn1", of: x)
            x = builder.relu("\(name).relu", of: x)
            x = builder.convolution("\(name).conv2", of: x, channelCount: width, kernel: 3, padding: .each(1))
            x = builder.batchNormalization("\(name).bn2", of: x)
        }
        var skip = input
        if stride != 1 || input.channelCount != x.channelCount {
            skip = builder.convolution("\(name).downsample.0", of: input, channelCount: x.channelCount, kernel: 1, stride: stride)
            skip = builder.batchNormalization("\(name).downsample.1", of: skip)
        }
        x = builder.sum("\(name).add", of: x, and: skip)
        return builder.relu(hasBottlenecks ? "\(name).relu_2" : "\(name).relu_1", of: x)
    }
}
