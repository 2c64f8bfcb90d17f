/// The third Inception network, as torchvision lays it out; pictures need 75 pixels a side, and 299 are usual.
///
/// The auxiliary classifier, which only training uses, is left out where a file has it. torchvision's trained weights expect numbers in
/// -1...1, which its code makes of the usual normalization in a step of its own; here that is part of the catalog's preprocessing.
///
/// Source: Szegedy et al., "Rethinking the Inception architecture for computer vision", CVPR 2016, doi:10.1109/CVPR.2016.308.
package struct InceptionV3: Architecture {
    package let name = "inception_v3"

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        builder.ignore("AuxLogits")
        var x = builder.input(for: "Conv2d_1a_3x3.conv")
        x = builder.inceptionUnit("Conv2d_1a_3x3", of: x, channelCount: 32, kernel: (3, 3), stride: 2)
        x = builder.inceptionUnit("Conv2d_2a_3x3", of: x, channelCount: 32, kernel: (3, 3))
        x = builder.inceptionUnit("Conv2d_2b_3x3", of: x, channelCount: 64, kernel: (3, 3), padding: .each(1))
        x = builder.maximumPooling("maxpool1", of: x, kernel: 3, stride: 2)
        x = builder.inceptionUnit("Conv2d_3b_1x1", of: x, channelCount: 80)
        x = builder.inceptionUnit("Conv2d_4a_3x3", of: x, channelCount: 192, kernel: (3, 3))
        x = builder.maximumPooling("maxpool2", of: x, kernel: 3, stride: 2)
        for (letter, pooled) in [("b", 32), ("c", 64), ("d", 64)] { x = addSmall("Mixed_5\(letter)", of: x, pooled, &builder) }
        x = addFirstReduction("Mixed_6a", of: x, &builder)
        for (letter, width) in [("b", 128), ("c", 160), ("d", 160), ("e", 192)] {
            x = addFactorized("Mixed_6\(letter)", of: x, width, &builder)
        }
        x = addSecondReduction("Mixed_7a", of: x, &builder)
        for letter in ["b", "c"] { x = addWide("Mixed_7\(letter)", of: x, &builder) }
        x = builder.globalAveragePooling("avgpool", of: x)
        x = builder.flattening("flatten", of: builder.dropout("dropout", of: x), positionCount: 1)
        return builder.classifier("fc", of: x)
    }

    /// 3×3 means of the input, then a 1×1 convolution.
    private func pooled(
        _ name: String, of input: GraphBuilder.Value, _ width: Int, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let means = builder.averagePooling("\(name).avg_pool2d", of: input, kernel: 3, stride: 1, padding: 1)
        return builder.inceptionUnit("\(name).branch_pool", of: means, channelCount: width)
    }

    /// For maps of 35×35: 5×5 convolutions, and two 3×3 ones after another.
    private func addSmall(
        _ name: String, of input: GraphBuilder.Value, _ pooledWidth: Int, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let direct = builder.inceptionUnit("\(name).branch1x1", of: input, channelCount: 64)
        var single = builder.inceptionUnit("\(name).branch5x5_1", of: input, channelCount: 48)
        single = builder.inceptionUnit("\(name).branch5x5_2", of: single, channelCount: 64, kernel: (5, 5), padding: .each(2))
        var double = builder.inceptionUnit("\(name).branch3x3dbl_1", of: input, channelCount: 64)
        for number in 2...3 {
            double = builder.inceptionUnit(
                "\(name).branch3x3dbl_\(number)", of: double, channelCount: 96, kernel: (3, 3), padding: .each(1))
        }
        return builder.joining("\(name).cat", [direct, single, double, pooled(name, of: input, pooledWidth, &builder)])
    }

    /// From 35×35 to 17×17.
    private func addFirstReduction(
        _ name: String, of input: GraphBuilder.Value, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let single = builder.inceptionUnit("\(name).branch3x3", of: input, channelCount: 384, kernel: (3, 3), stride: 2)
        var double = builder.inceptionUnit("\(name).branch3x3dbl_1", of: input, channelCount: 64)
        double = builder.inceptionUnit("\(name).branch3x3dbl_2", of: double, channelCount: 96, kernel: (3, 3), padding: .each(1))
        double = builder.inceptionUnit("\(name).branch3x3dbl_3", of: double, channelCount: 96, kernel: (3, 3), stride: 2)
        let greatest = builder.maximumPooling("\(name).max_pool2d", of: input, kernel: 3, stride: 2)
        return builder.joining("\(name).cat", [single, double, greatest])
    }

    /// A convolution of seven positions along one axis.
    private func line(
        _ name: String, of input: GraphBuilder.Value, _ width: Int, isVertical: Bool, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        builder.inceptionUnit(
            name, of: input, channelCount: width, kernel: isVertical ? (7, 1) : (1, 7), padding: isVertical ? .axes(3, 0) : .axes(0, 3))
    }

    /// For maps of 17×17: 7×7 convolutions, a row and a column at a time.
    private func addFactorized(
        _ name: String, of input: GraphBuilder.Value, _ width: Int, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let direct = builder.inceptionUnit("\(name).branch1x1", of: input, channelCount: 192)
        var single = builder.inceptionUnit("\(name).branch7x7_1", of: input, channelCount: width)
        single = line("\(name).branch7x7_2", of: single, width, isVertical: false, &builder)
        single = line("\(name).branch7x7_3", of: single, 192, isVertical: true, &builder)
        var double = builder.inceptionUnit("\(name).branch7x7dbl_1", of: input, channelCount: width)
        for number in 2...5 {
            double = line("\(name).branch7x7dbl_\(number)", of: double, number == 5 ? 192 : width, isVertical: number % 2 == 0, &builder)
        }
        return builder.joining("\(name).cat", [direct, single, double, pooled(name, of: input, 192, &builder)])
    }

    /// From 17×17 to 8×8.
    private func addSecondReduction(
        _ name: String, of input: GraphBuilder.Value, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        var first = builder.inceptionUnit("\(name).branch3x3_1", of: input, channelCount: 192)
        first = builder.inceptionUnit("\(name).branch3x3_2", of: first, channelCount: 320, kernel: (3, 3), stride: 2)
        var second = builder.inceptionUnit("\(name).branch7x7x3_1", of: input, channelCount: 192)
        second = line("\(name).branch7x7x3_2", of: second, 192, isVertical: false, &builder)
        second = line("\(name).branch7x7x3_3", of: second, 192, isVertical: true, &builder)
        second = builder.inceptionUnit("\(name).branch7x7x3_4", of: second, channelCount: 192, kernel: (3, 3), stride: 2)
        let greatest = builder.maximumPooling("\(name).max_pool2d", of: input, kernel: 3, stride: 2)
        return builder.joining("\(name).cat", [first, second, greatest])
    }

    /// A row and a column of 3 beside one another, `NAMEa` and `NAMEb`.
    private func cross(
        _ name: String, of input: GraphBuilder.Value, into joined: String, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let row = builder.inceptionUnit("\(name)a", of: input, channelCount: 384, kernel: (1, 3), padding: .axes(0, 1))
        let column = builder.inceptionUnit("\(name)b", of: input, channelCount: 384, kernel: (3, 1), padding: .axes(1, 0))
        return builder.joining(joined, [row, column])
    }

    /// For maps of 8×8: rows and columns side by side.
    private func addWide(_ name: String, of input: GraphBuilder.Value, _ builder: inout GraphBuilder) -> GraphBuilder.Value {
        let direct = builder.inceptionUnit("\(name).branch1x1", of: input, channelCount: 320)
        var single = builder.inceptionUnit("\(name).branch3x3_1", of: input, channelCount: 384)
        single = cross("\(name).branch3x3_2", of: single, into: "\(name).cat", &builder)
        var double = builder.inceptionUnit("\(name).branch3x3dbl_1", of: input, channelCount: 448)
        double = builder.inceptionUnit("\(name).branch3x3dbl_2", of: double, channelCount: 384, kernel: (3, 3), padding: .each(1))
        double = cross("\(name).branch3x3dbl_3", of: double, into: "\(name).cat_1", &builder)
        return builder.joining("\(name).cat_2", [direct, single, double, pooled(name, of: input, 192, &builder)])
    }
}

extension InceptionV3: ArchitectureFamily {
    package static let variants: [any Architecture] = [InceptionV3()]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        shapes.has("Conv2d_1a_3x3.conv") ? InceptionV3() : nil
    }
}
