/// Residual networks of four stages from a design space of simple rules, with squeeze and excitation (Y) or without (X); depths, widths and
/// groups are those of the weights.
///
/// Source: Radosavovic, Kosaraju, Girshick, He, Dollár, "Designing network design spaces", CVPR 2020, doi:10.1109/CVPR42600.2020.01044.
package struct RegNet: Architecture {
    /// Blocks of one width.
    struct Stage: Equatable {
        var blockCount: Int
        var width: Int
        /// Channels of each group of the 3×3 convolutions.
        var groupWidth: Int
    }

    /// What tells variants apart.
    struct Layout: Equatable {
        var stemWidth = 32
        var stages: [Stage]
        var squeezes: Bool
    }

    package let name: String
    let layout: Layout

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(for: "stem.0")
        x = builder.unit("stem", of: x, channelCount: layout.stemWidth, kernel: 3, stride: 2, GraphBuilder.UnitStyle())
        for (number, stage) in layout.stages.enumerated() {
            let name = "trunk_output.block\(number + 1).block\(number + 1)"
            for block in 0..<stage.blockCount {
                x = addBlock("\(name)-\(block)", of: x, stage, stride: block == 0 ? 2 : 1, to: &builder)
            }
        }
        return builder.classifier("fc", of: builder.pooledFeatures(of: x))
    }

    private func addBlock(
        _ name: String, of input: GraphBuilder.Value, _ stage: Stage, stride: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let (style, plain) = (GraphBuilder.UnitStyle(), GraphBuilder.UnitStyle(activation: nil))
        var skip = input
        if stride != 1 || input.channelCount != stage.width {
            skip = builder.unit("\(name).proj", of: input, channelCount: stage.width, kernel: 1, stride: stride, plain)
        }
        var x = builder.unit("\(name).f.a", of: input, channelCount: stage.width, kernel: 1, style)
        x = builder.unit(
            "\(name).f.b", of: x, channelCount: stage.width, kernel: 3, stride: stride, groups: stage.width / max(1, stage.groupWidth),
            style)
        if layout.squeezes {
            // A quarter of what the block is given.
            x = builder.squeezeExcitation("\(name).f.se", of: x, squeezedCount: (input.channelCount + 2) / 4, .relu, scale: .sigmoid)
        }
        x = builder.unit("\(name).f.c", of: x, channelCount: stage.width, kernel: 1, plain)
        return builder.relu("\(name).activation", of: builder.sum("\(name).add", of: skip, and: x))
    }
}
