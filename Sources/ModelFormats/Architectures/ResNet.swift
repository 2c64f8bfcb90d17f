/// Residual networks as torchvision lays them out, ResNeXt and Wide ResNet among them, and the smaller ones for CIFAR's pictures.
///
/// A bottleneck's stride is on its 3×3 convolution, or as in the paper on the 1×1 before it: weights of either have the same names and
/// shapes, and count as torchvision's. A first convolution of 7×7 has stride 2 and a pooling after it, one of 3×3 has neither.
///
/// Source: He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016, doi:10.1109/CVPR.2016.90; Xie et al., "Aggregated
/// residual transformations for deep neural networks", CVPR 2017, doi:10.1109/CVPR.2017.634; Zagoruyko, Komodakis, "Wide residual
/// networks", BMVC 2016, arXiv:1605.07146.
package struct ResNet: Architecture {
    /// Residual blocks of one width, `layer1` and so on.
    struct Stage: Equatable {
        var blockCount: Int
        /// Of the 3×3 convolutions.
        var innerWidth: Int
        var outputWidth: Int
    }

    /// What goes around the first block of a stage.
    enum Shortcut: String {
        /// A 1×1 convolution and its normalization, by the name that torchvision gives them or the one usual for CIFAR.
        case downsample, shortcut
        /// Every second position, and channels of zeros: option A of the paper.
        case zeros
    }

    /// What tells variants apart.
    struct Layout: Equatable {
        var stemWidth = 64
        /// 7 for ImageNet's pictures, 3 for CIFAR's.
        var stemKernel = 7
        var stages: [Stage]
        /// Whether a block is 1×1, 3×3, 1×1 instead of two 3×3.
        var hasBottlenecks: Bool
        /// Groups of the 3×3 convolutions of bottlenecks.
        var groupCount = 1
        var shortcut = Shortcut.downsample
        var classifier = "fc"
    }

    package let name: String
    let layout: Layout
    /// Whether a bottleneck's stride is on its first convolution, as in the paper and in Caffe.
    var stridesFirst = false

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let isForImageNet = layout.stemKernel > 3
        var x = builder.input(for: "conv1", sideInPixels: isForImageNet ? nil : 32)
        x = builder.convolution(
            "conv1", of: x, channelCount: layout.stemWidth, kernel: layout.stemKernel, stride: isForImageNet ? 2 : 1,
            padding: .each(layout.stemKernel / 2))
        x = builder.batchNormalization("bn1", of: x)
        x = builder.relu("relu", of: x)
        if isForImageNet { x = builder.maximumPooling("maxpool", of: x, kernel: 3, stride: 2, padding: 1) }
        for (number, stage) in layout.stages.enumerated() {
            for block in 0..<stage.blockCount {
                let stride = number > 0 && block == 0 ? 2 : 1
                x = addBlock("layer\(number + 1).\(block)", of: x, stage, stride: stride, to: &builder)
            }
        }
        return builder.classifier(layout.classifier, of: builder.pooledFeatures(of: x))
    }

    /// Convolutions, and around them the input itself, or what takes its place where size or width change.
    private func addBlock(
        _ name: String, of input: GraphBuilder.Value, _ stage: Stage, stride: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let width = stage.innerWidth
        var x: GraphBuilder.Value
        if layout.hasBottlenecks {
            let (first, second) = stridesFirst ? (stride, 1) : (1, stride)
            x = builder.convolution("\(name).conv1", of: input, channelCount: width, kernel: 1, stride: first)
            x = builder.batchNormalization("\(name).bn1", of: x)
            x = builder.relu("\(name).relu", of: x)
            x = builder.convolution(
                "\(name).conv2", of: x, channelCount: width, kernel: 3, stride: second, padding: .each(1), groups: layout.groupCount)
            x = builder.batchNormalization("\(name).bn2", of: x)
            x = builder.relu("\(name).relu_1", of: x)
            x = builder.convolution("\(name).conv3", of: x, channelCount: stage.outputWidth, kernel: 1)
            x = builder.batchNormalization("\(name).bn3", of: x)
        } else {
            x = builder.convolution("\(name).conv1", of: input, channelCount: width, kernel: 3, stride: stride, padding: .each(1))
            x = builder.batchNormalization("\(name).bn1", of: x)
            x = builder.relu("\(name).relu", of: x)
            x = builder.convolution("\(name).conv2", of: x, channelCount: stage.outputWidth, kernel: 3, padding: .each(1))
            x = builder.batchNormalization("\(name).bn2", of: x)
        }
        var skip = input
        if stride != 1 || input.channelCount != x.channelCount {
            skip = addShortcut("\(name).\(layout.shortcut == .downsample ? "downsample" : "shortcut")", of: input, x, stride, to: &builder)
        }
        x = builder.sum("\(name).add", of: x, and: skip)
        return builder.relu(layout.hasBottlenecks ? "\(name).relu_2" : "\(name).relu_1", of: x)
    }

    private func addShortcut(
        _ name: String, of input: GraphBuilder.Value, _ branch: GraphBuilder.Value, _ stride: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        if layout.shortcut == .zeros {
            let halved = stride == 1 ? input : builder.halving("\(name).getitem", of: input)
            return builder.channelPadding("\(name).pad", of: halved, channelCount: branch.channelCount)
        }
        let x = builder.convolution("\(name).0", of: input, channelCount: branch.channelCount, kernel: 1, stride: stride)
        return builder.batchNormalization("\(name).1", of: x)
    }
}
