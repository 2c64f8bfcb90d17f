/// The first Inception network, as torchvision lays it out: with batch normalization, and 3×3 convolutions where the paper has 5×5.
///
/// The auxiliary classifiers, which only training uses, are left out where a file has them. torchvision's trained weights expect numbers in
/// -1...1, which its code makes of the usual normalization in a step of its own; here that is part of the catalog's preprocessing.
///
/// Source: Szegedy et al., "Going deeper with convolutions", CVPR 2015, doi:10.1109/CVPR.2015.7298594.
package struct GoogLeNet: Architecture {
    package let name = "googlenet"

    /// Channels of the four branches of an inception module.
    private struct Module {
        let name: String
        let direct: Int
        let reduced3x3: Int
        let wide3x3: Int
        let reduced5x5: Int
        let wide5x5: Int
        let pooled: Int

        init(_ name: String, _ counts: (Int, Int, Int, Int, Int, Int)) {
            self.name = name
            (direct, reduced3x3, wide3x3, reduced5x5, wide5x5, pooled) = counts
        }
    }

    /// The modules between one pooling and the next.
    private static let groups = [
        [Module("inception3a", (64, 96, 128, 16, 32, 32)), Module("inception3b", (128, 128, 192, 32, 96, 64))],
        [
            Module("inception4a", (192, 96, 208, 16, 48, 64)), Module("inception4b", (160, 112, 224, 24, 64, 64)),
            Module("inception4c", (128, 128, 256, 24, 64, 64)), Module("inception4d", (112, 144, 288, 32, 64, 64)),
            Module("inception4e", (256, 160, 320, 32, 128, 128)),
        ],
        [Module("inception5a", (256, 160, 320, 32, 128, 128)), Module("inception5b", (384, 192, 384, 48, 128, 128))],
    ]

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        builder.ignore("aux1")
        builder.ignore("aux2")
        var x = builder.input(for: "conv1.conv")
        x = builder.inceptionUnit("conv1", of: x, channelCount: 64, kernel: (7, 7), stride: 2, padding: .each(3))
        x = builder.maximumPooling("maxpool1", of: x, kernel: 3, stride: 2, roundsUp: true)
        x = builder.inceptionUnit("conv2", of: x, channelCount: 64)
        x = builder.inceptionUnit("conv3", of: x, channelCount: 192, kernel: (3, 3), padding: .each(1))
        x = builder.maximumPooling("maxpool2", of: x, kernel: 3, stride: 2, roundsUp: true)
        for (number, modules) in Self.groups.enumerated() {
            for module in modules { x = add(module, to: x, &builder) }
            guard number < Self.groups.count - 1 else { break }
            x = builder.maximumPooling("maxpool\(number + 3)", of: x, kernel: number == 0 ? 3 : 2, stride: 2, roundsUp: true)
        }
        x = builder.pooledFeatures(of: x)
        return builder.has("fc") ? builder.linear("fc", of: builder.dropout("dropout", of: x)) : x
    }

    private func add(_ module: Module, to input: GraphBuilder.Value, _ builder: inout GraphBuilder) -> GraphBuilder.Value {
        let name = module.name
        let direct = builder.inceptionUnit("\(name).branch1", of: input, channelCount: module.direct)
        var second = builder.inceptionUnit("\(name).branch2.0", of: input, channelCount: module.reduced3x3)
        second = builder.inceptionUnit("\(name).branch2.1", of: second, channelCount: module.wide3x3, kernel: (3, 3), padding: .each(1))
        var third = builder.inceptionUnit("\(name).branch3.0", of: input, channelCount: module.reduced5x5)
        third = builder.inceptionUnit("\(name).branch3.1", of: third, channelCount: module.wide5x5, kernel: (3, 3), padding: .each(1))
        var pooled = builder.maximumPooling("\(name).branch4.0", of: input, kernel: 3, stride: 1, padding: 1, roundsUp: true)
        pooled = builder.inceptionUnit("\(name).branch4.1", of: pooled, channelCount: module.pooled)
        return builder.joining("\(name).cat", [direct, second, third, pooled])
    }
}

extension GoogLeNet: ArchitectureFamily {
    package static let variants: [any Architecture] = [GoogLeNet()]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        shapes.has("inception3a.branch1.conv") ? GoogLeNet() : nil
    }
}

extension GraphBuilder {
    /// A convolution `NAME.conv`, batch normalization with an epsilon of 1e-3, and ReLU.
    mutating func inceptionUnit(
        _ name: String, of input: Value, channelCount: Int, kernel: (height: Int, width: Int) = (height: 1, width: 1), stride: Int = 1,
        padding: Padding = .each(0)
    ) -> Value {
        var x = convolution(
            "\(name).conv", of: input, channelCount: channelCount, kernel: kernel, stride: stride, padding: padding)
        x = batchNormalization("\(name).bn", of: x, epsilon: 1e-3)
        return relu("\(name).relu", of: x)
    }
}
