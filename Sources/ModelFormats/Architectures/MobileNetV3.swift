/// Inverted bottlenecks with squeeze and excitation; widths and kernels are those of the weights.
///
/// Which blocks halve the maps, and which have hard swish in place of ReLU, is told by how many there are: 15 in the large network, 11 in
/// the small one. Variants with dilated convolutions have the same weights and count as without.
///
/// Source: Howard et al., "Searching for MobileNetV3", ICCV 2019, doi:10.1109/ICCV.2019.00140.
package struct MobileNetV3: Architecture {
    private enum Size: CaseIterable {
        case large, small

        var name: String { self == .large ? "mobilenet_v3_large" : "mobilenet_v3_small" }
        var blockCount: Int { self == .large ? 15 : 11 }
        /// Numbers from 1.
        var halvingBlocks: Set<Int> { self == .large ? [2, 4, 7, 13] : [1, 2, 4, 9] }
        /// The first block with hard swish.
        var firstHardSwish: Int { self == .large ? 7 : 4 }
    }

    private let size: Size
    let stemWidth: Int
    let blocks: [InvertedBottleneck]
    let headWidth: Int
    /// Between the two linear layers of the classifier.
    let hiddenWidth: Int

    package var name: String { size.name }

    private static let epsilon: Float = 1e-3

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let style = GraphBuilder.UnitStyle(epsilon: Self.epsilon, activation: .hardSwish)
        var x = builder.input(for: "features.0.0")
        x = builder.unit("features.0", of: x, channelCount: stemWidth, kernel: 3, stride: 2, style)
        for (index, block) in blocks.enumerated() {
            let number = index + 1
            let blockStyle = InvertedBottleneck.Style(
                epsilon: Self.epsilon, activation: number < size.firstHardSwish ? .relu : .hardSwish, squeezing: .relu, gate: .hardSigmoid)
            let stride = size.halvingBlocks.contains(number) ? 2 : 1
            x = block.add("features.\(number)", to: x, stride: stride, style: blockStyle, &builder)
        }
        x = builder.unit("features.\(blocks.count + 1)", of: x, channelCount: headWidth, kernel: 1, style)
        x = builder.pooledFeatures(of: x)
        guard builder.has("classifier") else { return x }
        x = builder.linear("classifier.0", of: x, channelCount: hiddenWidth)
        x = builder.activation("classifier.1", of: x, .hardSwish)
        return builder.linear("classifier.3", of: builder.dropout("classifier.2", of: x))
    }
}

extension MobileNetV3: ArchitectureFamily {
    /// One block of the paper's tables: kernel, inner width, squeeze and excitation, width put out.
    private typealias Row = (kernel: Int, inner: Int, squeezes: Bool, output: Int)

    private static let large: [Row] = [
        (3, 16, false, 16), (3, 64, false, 24), (3, 72, false, 24), (5, 72, true, 40), (5, 120, true, 40), (5, 120, true, 40),
        (3, 240, false, 80), (3, 200, false, 80), (3, 184, false, 80), (3, 184, false, 80), (3, 480, true, 112), (3, 672, true, 112),
        (5, 672, true, 160), (5, 960, true, 160), (5, 960, true, 160),
    ]

    private static let small: [Row] = [
        (3, 16, true, 16), (3, 72, false, 24), (3, 88, false, 24), (5, 96, true, 40), (5, 240, true, 40), (5, 240, true, 40),
        (5, 120, true, 48), (5, 144, true, 48), (5, 288, true, 96), (5, 576, true, 96), (5, 576, true, 96),
    ]

    private static func variant(_ size: Size, _ rows: [Row], headWidth: Int, hiddenWidth: Int) -> MobileNetV3 {
        let blocks = rows.enumerated().map { index, row in
            InvertedBottleneck(
                innerWidth: row.inner, kernel: row.kernel, squeezed: row.squeezes ? multipleOfEight(Double(row.inner / 4)) : nil,
                outputWidth: row.output, expands: row.inner != (index == 0 ? 16 : rows[index - 1].output))
        }
        return MobileNetV3(size: size, stemWidth: 16, blocks: blocks, headWidth: headWidth, hiddenWidth: hiddenWidth)
    }

    package static let variants: [any Architecture] = [
        variant(.large, large, headWidth: 960, hiddenWidth: 1280), variant(.small, small, headWidth: 576, hiddenWidth: 1024),
    ]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let stemWidth = shapes.outputCount("features.0.0"), shapes.has("features.1.block.0.0") else { return nil }
        for size in Size.allCases {
            let blocks = (1...size.blockCount).compactMap { InvertedBottleneck("features.\($0).block", shapes) }
            guard blocks.count == size.blockCount, let headWidth = shapes.outputCount("features.\(size.blockCount + 1).0") else { continue }
            return MobileNetV3(
                size: size, stemWidth: stemWidth, blocks: blocks, headWidth: headWidth,
                hiddenWidth: shapes.outputCount("classifier.0") ?? 1280)
        }
        return nil
    }
}
