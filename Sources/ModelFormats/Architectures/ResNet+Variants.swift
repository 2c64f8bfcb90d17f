extension ResNet: ArchitectureFamily {
    package static let resnet18 = forImageNet("resnet18", [2, 2, 2, 2], expansion: 1)
    package static let resnet34 = forImageNet("resnet34", [3, 4, 6, 3], expansion: 1)
    package static let resnet50 = forImageNet("resnet50", [3, 4, 6, 3])
    package static let resnet101 = forImageNet("resnet101", [3, 4, 23, 3])
    package static let resnet152 = forImageNet("resnet152", [3, 8, 36, 3])
    /// The paper's ResNet-50; its weights look like those of torchvision's.
    package static let resnet50Caffe = ResNet(name: "resnet50-caffe", layout: resnet50.layout, stridesFirst: true)

    private static let named: [ResNet] =
        [
            resnet18, resnet34, resnet50, resnet101, resnet152,
            forImageNet("resnext50_32x4d", [3, 4, 6, 3], width: 128, groupCount: 32),
            forImageNet("resnext101_32x8d", [3, 4, 23, 3], width: 256, groupCount: 32),
            forImageNet("resnext101_64x4d", [3, 4, 23, 3], width: 256, groupCount: 64),
            forImageNet("wide_resnet50_2", [3, 4, 6, 3], width: 128),
            forImageNet("wide_resnet101_2", [3, 4, 23, 3], width: 128),
        ] + [20, 32, 44, 56, 110].map(narrowForCIFAR) + [
            wideForCIFAR("cifar_resnet18", [2, 2, 2, 2], expansion: 1),
            wideForCIFAR("cifar_resnet34", [3, 4, 6, 3], expansion: 1),
            wideForCIFAR("cifar_resnet50", [3, 4, 6, 3], expansion: 4),
            resnet50Caffe,
        ]

    package static var variants: [any Architecture] { named }

    /// Four stages, the first with 3×3 convolutions of `width`; blocks put out `expansion` × 64, 128, 256, 512 channels.
    private static func forImageNet(
        _ name: String, _ blockCounts: [Int], expansion: Int = 4, width: Int = 64, groupCount: Int = 1
    ) -> ResNet {
        let stages = blockCounts.enumerated().map { number, count in
            Stage(blockCount: count, innerWidth: width << number, outputWidth: 64 * expansion << number)
        }
        return ResNet(name: name, layout: Layout(stages: stages, hasBottlenecks: expansion > 1, groupCount: groupCount))
    }

    /// The paper's networks for CIFAR: three stages of 16, 32 and 64 channels, `depth` layers in all, shortcuts without weights.
    private static func narrowForCIFAR(depth: Int) -> ResNet {
        let stages = [16, 32, 64].map { Stage(blockCount: (depth - 2) / 6, innerWidth: $0, outputWidth: $0) }
        let layout = Layout(
            stemWidth: 16, stemKernel: 3, stages: stages, hasBottlenecks: false, shortcut: .zeros, classifier: "linear")
        return ResNet(name: "cifar_resnet\(depth)", layout: layout)
    }

    /// ImageNet's networks with another stem, for pictures of 32×32.
    private static func wideForCIFAR(_ name: String, _ blockCounts: [Int], expansion: Int) -> ResNet {
        var layout = forImageNet(name, blockCounts, expansion: expansion).layout
        layout.stemKernel = 3
        layout.shortcut = .shortcut
        layout.classifier = "linear"
        return ResNet(name: name, layout: layout)
    }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let stemWidth = shapes.outputCount("conv1"), let stemKernel = shapes.kernel("conv1"), shapes.has("layer1.0.conv1") else {
            return nil
        }
        let hasBottlenecks = shapes.has("layer1.0.conv3")
        var stages: [Stage] = []
        while let stage = stage(stages.count + 1, hasBottlenecks: hasBottlenecks, shapes) { stages.append(stage) }
        guard let first = stages.first else { return nil }
        let inputCount = shapes.inputCount("layer1.0.conv2") ?? first.innerWidth
        let projections = stages.indices.flatMap { number in
            [Shortcut.downsample, .shortcut].filter { shapes.has("layer\(number + 1).0.\($0.rawValue).0") }
        }
        let layout = Layout(
            stemWidth: stemWidth, stemKernel: stemKernel, stages: stages, hasBottlenecks: hasBottlenecks,
            groupCount: hasBottlenecks ? max(1, first.innerWidth / inputCount) : 1, shortcut: projections.first ?? .zeros,
            classifier: shapes.hasAny(of: "linear") ? "linear" : "fc")
        let isForImageNet = stemKernel > 3
        let name = named.first { $0.layout.isSame(as: layout) }?.name ?? (isForImageNet ? "resnet" : "cifar_resnet")
        return ResNet(name: name, layout: layout)
    }

    private static func stage(_ number: Int, hasBottlenecks: Bool, _ shapes: WeightShapes) -> Stage? {
        let name = "layer\(number)"
        let count = shapes.count { "\(name).\($0).conv1" }
        guard count > 0, let width = shapes.outputCount("\(name).0.conv1"),
            let output = shapes.outputCount(hasBottlenecks ? "\(name).0.conv3" : "\(name).0.conv2")
        else { return nil }
        return Stage(blockCount: count, innerWidth: width, outputWidth: output)
    }
}

extension ResNet.Layout {
    /// Whether two layouts are of one network, with a classifier or without.
    fileprivate func isSame(as other: Self) -> Bool {
        var other = other
        // Without weights for it, a classifier's name is only a guess.
        if stemKernel == 3, stages == other.stages { other.classifier = classifier }
        return self == other
    }
}
