/// Inverted bottlenecks with squeeze and excitation and SiLU, scaled in width and depth; those of the second version begin with fused ones.
///
/// Depths, widths and kernels are those of the weights. The strides of the stages are 1, 2, 2, 2, 1, 2, 1 in all variants. The epsilon of
/// batch normalization is 1e-3 in B5 to B7 and in the second version, and 1e-5 in the others.
///
/// Source: Tan, Le, "EfficientNet: rethinking model scaling for convolutional neural networks", ICML 2019, arXiv:1905.11946; Tan, Le,
/// "EfficientNetV2: smaller models and faster training", ICML 2021, arXiv:2104.00298.
package struct EfficientNet: Architecture {
    /// What tells variants apart.
    struct Layout: Equatable {
        var stemWidth: Int
        var stages: [[InvertedBottleneck]]
        var headWidth: Int
    }

    package let name: String
    let layout: Layout
    /// Of batch normalization.
    let epsilon: Float

    private static let strides = [1, 2, 2, 2, 1, 2, 1]

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let unit = GraphBuilder.UnitStyle(epsilon: epsilon, activation: .silu)
        let style = InvertedBottleneck.Style(epsilon: epsilon, activation: .silu, squeezing: .silu, gate: .sigmoid)
        var x = builder.input(for: "features.0.0")
        x = builder.unit("features.0", of: x, channelCount: layout.stemWidth, kernel: 3, stride: 2, unit)
        for (number, blocks) in layout.stages.enumerated() {
            for (index, block) in blocks.enumerated() {
                let stride = index == 0 ? Self.strides[number] : 1
                x = block.add("features.\(number + 1).\(index)", to: x, stride: stride, style: style, &builder)
            }
        }
        x = builder.unit("features.\(layout.stages.count + 1)", of: x, channelCount: layout.headWidth, kernel: 1, unit)
        return builder.dropoutClassifier("classifier", of: builder.pooledFeatures(of: x))
    }
}

extension EfficientNet: ArchitectureFamily {
    /// Blocks of one width, before scaling.
    private struct Stage {
        let count: Int
        let kernel: Int
        let expansion: Int
        let width: Int
        let isFused: Bool

        init(_ count: Int, _ kernel: Int, _ expansion: Int, _ width: Int, isFused: Bool = false) {
            (self.count, self.kernel, self.expansion, self.width, self.isFused) = (count, kernel, expansion, width, isFused)
        }

        func blocks(after inputWidth: Int) -> [InvertedBottleneck] {
            (0..<count).map { index in
                let input = index == 0 ? inputWidth : width
                let inner = multipleOfEight(Double(input * expansion))
                if isFused { return InvertedBottleneck(fusedInnerWidth: expansion > 1 ? inner : nil, outputWidth: width) }
                return InvertedBottleneck(
                    innerWidth: inner, kernel: kernel, squeezed: max(1, input / 4), outputWidth: width, expands: inner != input)
            }
        }
    }

    private static let baseline = [
        Stage(1, 3, 1, 16), Stage(2, 3, 6, 24), Stage(2, 5, 6, 40), Stage(3, 3, 6, 80), Stage(3, 5, 6, 112), Stage(4, 5, 6, 192),
        Stage(1, 3, 6, 320),
    ]

    private static func variant(_ name: String, stemWidth: Int, _ stages: [Stage], headWidth: Int, epsilon: Float) -> EfficientNet {
        let inputs = [stemWidth] + stages.map(\.width)
        let layout = Layout(stemWidth: stemWidth, stages: zip(stages, inputs).map { $0.blocks(after: $1) }, headWidth: headWidth)
        return EfficientNet(name: name, layout: layout, epsilon: epsilon)
    }

    private static func scaled(_ number: Int, width: Double, depth: Double) -> EfficientNet {
        let stages = baseline.map { stage in
            Stage(
                Int((Double(stage.count) * depth).rounded(.up)), stage.kernel, stage.expansion, multipleOfEight(Double(stage.width) * width)
            )
        }
        let last = stages.last?.width ?? 0
        return variant(
            "efficientnet_b\(number)", stemWidth: multipleOfEight(32 * width), stages, headWidth: 4 * last,
            epsilon: number < 5 ? 1e-5 : 1e-3)
    }

    /// The second version: `rows` of count, expansion and width, of which the first three are fused.
    private static func second(_ size: String, stemWidth: Int, _ rows: [(Int, Int, Int)]) -> EfficientNet {
        let stages = rows.enumerated().map { Stage($1.0, 3, $1.1, $1.2, isFused: $0 < 3) }
        return variant("efficientnet_v2_\(size)", stemWidth: stemWidth, stages, headWidth: 1280, epsilon: 1e-3)
    }

    private static let named: [EfficientNet] = [
        scaled(0, width: 1, depth: 1), scaled(1, width: 1, depth: 1.1), scaled(2, width: 1.1, depth: 1.2),
        scaled(3, width: 1.2, depth: 1.4), scaled(4, width: 1.4, depth: 1.8), scaled(5, width: 1.6, depth: 2.2),
        scaled(6, width: 1.8, depth: 2.6), scaled(7, width: 2, depth: 3.1),
        second("s", stemWidth: 24, [(2, 1, 24), (4, 4, 48), (4, 4, 64), (6, 4, 128), (9, 6, 160), (15, 6, 256)]),
        second("m", stemWidth: 24, [(3, 1, 24), (5, 4, 48), (5, 4, 80), (7, 4, 160), (14, 6, 176), (18, 6, 304), (5, 6, 512)]),
        second("l", stemWidth: 32, [(4, 1, 32), (7, 4, 64), (7, 4, 96), (10, 4, 192), (19, 6, 224), (25, 6, 384), (7, 6, 640)]),
    ]

    package static var variants: [any Architecture] { named }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let stemWidth = shapes.outputCount("features.0.0"), shapes.has("features.1.0.block.0.0") else { return nil }
        var stages: [[InvertedBottleneck]] = []
        while stages.count < strides.count {
            var blocks: [InvertedBottleneck] = []
            while let block = InvertedBottleneck("features.\(stages.count + 1).\(blocks.count).block", shapes) { blocks.append(block) }
            if blocks.isEmpty { break }
            stages.append(blocks)
        }
        guard let first = stages.first?.first, let headWidth = shapes.outputCount("features.\(stages.count + 1).0") else { return nil }
        let layout = Layout(stemWidth: stemWidth, stages: stages, headWidth: headWidth)
        if let known = named.first(where: { $0.layout == layout }) { return known }
        let isFused = first.parts == InvertedBottleneck(fusedInnerWidth: nil, outputWidth: stemWidth).parts
        return EfficientNet(name: "efficientnet", layout: layout, epsilon: isFused ? 1e-3 : 1e-5)
    }
}
