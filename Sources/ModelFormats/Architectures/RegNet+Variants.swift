import Glibc

extension RegNet: ArchitectureFamily {
    /// What a network of the design space is made of: widths grow by `slope` from `width` on and are rounded to powers of `factor`.
    private struct Rule {
        let name: String
        let depth: Int
        let width: Double
        let slope: Double
        let factor: Double
        let groupWidth: Int

        init(_ name: String, _ depth: Int, _ width: Double, _ slope: Double, _ factor: Double, _ groupWidth: Int) {
            self.name = name
            (self.depth, self.width, self.slope, self.factor, self.groupWidth) = (depth, width, slope, factor, groupWidth)
        }

        /// Neighboring blocks of one width are a stage, whose width is then made to fit its groups.
        var stages: [Stage] {
            var stages: [Stage] = []
            for block in 0..<depth {
                let power = (log((Double(block) * slope + width) / width) / log(factor)).rounded(.toNearestOrEven)
                let blockWidth = 8 * Int((width * pow(factor, power) / 8).rounded(.toNearestOrEven))
                if stages.last?.width == blockWidth {
                    stages[stages.count - 1].blockCount += 1
                } else {
                    stages.append(Stage(blockCount: 1, width: blockWidth, groupWidth: min(groupWidth, blockWidth)))
                }
            }
            return stages.map { stage in
                var stage = stage
                let (width, divisor) = (Double(stage.width), stage.groupWidth)
                let rounded = max(divisor, Int(width + Double(divisor) / 2) / divisor * divisor)
                stage.width = Double(rounded) < 0.9 * width ? rounded + divisor : rounded
                return stage
            }
        }
    }

    private static let rules = [
        Rule("regnet_x_16gf", 22, 216, 55.59, 2.1, 128), Rule("regnet_x_1_6gf", 18, 80, 34.01, 2.25, 24),
        Rule("regnet_x_32gf", 23, 320, 69.86, 2, 168), Rule("regnet_x_3_2gf", 25, 88, 26.31, 2.25, 48),
        Rule("regnet_x_400mf", 22, 24, 24.48, 2.54, 16), Rule("regnet_x_800mf", 16, 56, 35.73, 2.28, 16),
        Rule("regnet_x_8gf", 23, 80, 49.56, 2.88, 120), Rule("regnet_y_128gf", 27, 456, 160.83, 2.52, 264),
        Rule("regnet_y_16gf", 18, 200, 106.23, 2.48, 112), Rule("regnet_y_1_6gf", 27, 48, 20.71, 2.65, 24),
        Rule("regnet_y_32gf", 20, 232, 115.89, 2.53, 232), Rule("regnet_y_3_2gf", 21, 80, 42.63, 2.66, 24),
        Rule("regnet_y_400mf", 16, 48, 27.89, 2.09, 8), Rule("regnet_y_800mf", 14, 56, 38.84, 2.4, 16),
        Rule("regnet_y_8gf", 17, 192, 76.82, 2.19, 56),
    ]

    private static let named: [RegNet] = rules.map { rule in
        RegNet(name: rule.name, layout: Layout(stages: rule.stages, squeezes: rule.name.hasPrefix("regnet_y")))
    }

    package static var variants: [any Architecture] { named }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let stemWidth = shapes.outputCount("stem.0"), shapes.has("trunk_output.block1.block1-0.f.a.0") else { return nil }
        var stages: [Stage] = []
        while true {
            let name = "trunk_output.block\(stages.count + 1).block\(stages.count + 1)"
            guard let width = shapes.outputCount("\(name)-0.f.b.0"), let groupWidth = shapes.inputCount("\(name)-0.f.b.0") else { break }
            stages.append(Stage(blockCount: shapes.count { "\(name)-\($0).f.a.0" }, width: width, groupWidth: groupWidth))
        }
        let layout = Layout(stemWidth: stemWidth, stages: stages, squeezes: shapes.has("trunk_output.block1.block1-0.f.se.fc1"))
        return RegNet(name: named.first { $0.layout == layout }?.name ?? "regnet", layout: layout)
    }
}
