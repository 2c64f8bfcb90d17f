import Foundation
import Inference
import Tensors

extension GradientCases {
    static let samplings: [GradientCase] =
        transposed + norms + grids + [
            GradientCase("AffineGrid", ["align_corners": .int(1)], [.random([2, 2, 3]), .integers([2, 1, 3, 4])]),
            GradientCase("AffineGrid", [:], [.random([1, 3, 4]), .integers([1, 1, 2, 3, 2])]),
            GradientCase("CenterCropPad", [:], [.random([5, 4]), .integers([2, 7])]),
            GradientCase(
                "Col2Im", ["strides": .ints([1, 2]), "pads": .ints([1, 0, 0, 1])],
                [.random([2, 12, 10]), .integers([5, 4]), .integers([2, 3])],
                reference: Reference.linear(
                    "Col2Im", ["strides": .ints([1, 2]), "pads": .ints([1, 0, 0, 1])], others: [.integers([5, 4]), .integers([2, 3])])),
            deformed,
            GradientCase(
                "MaxUnpool", ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])],
                [.random([1, 1, 2, 2]), .constant(Tensor([1, 1, 2, 2], elements: [Int64(5), 3, 8, 14]))]),
            GradientCase(
                "MaxRoiPool", ["pooled_shape": .ints([2, 3])],
                [.random([1, 2, 4, 6]), .constant(Tensor([1, 5], [0, 0, 0, 5, 3]))],
                reference: Reference.pool(ConvolutionCase(channels: 2, size: [4, 6], kernel: [2, 2], strides: [2, 2])) { values, _ in
                    values.max() ?? 0
                }),
            regions,
            GradientCase("Shrink", ["lambd": .float(0.7), "bias": .float(0.3)]),
        ]

    private static let transposed: [GradientCase] = ConvTransposeTests.cases.map { row in
        GradientCase(
            "ConvTranspose", row.attributes, [.random(row.inputShape), .random(row.weightShape), .random([row.channels.output])],
            note: row.testDescription,
            reference: { inputs in
                guard let x = inputs[0], let w = inputs[1], let bias = inputs[2] else { return [] }
                return [Tensor(Shape([2, row.channels.output] + row.output), elements: row.naive(x, w, bias))]
            })
    }

    private static let norms: [GradientCase] = [1, 2, 3].flatMap { p in
        let norm: @Sendable ([Double]) -> Double = { values in
            pow(values.reduce(0) { $0 + pow(abs($1), Double(p)) }, 1 / Double(p))
        }
        let geometry = ConvolutionCase(batch: 2, size: [5, 6], kernel: [3, 2], strides: [2, 1], pads: [2, 1, 0, 1])
        var attributes = geometry.attributes
        attributes["p"] = .int(p)
        return [
            GradientCase(
                "LpPool", attributes, [.random([2, 3, 5, 6])], note: "p \(p)",
                reference: Reference.pool(geometry) { values, _ in norm(values) }),
            GradientCase("GlobalLpPool", ["p": .int(p)], [.random([2, 3, 2, 4])], reference: Reference.globalPool(norm)),
        ]
    }

    private static let grids: [GradientCase] = ["linear", "cubic"].flatMap { mode in
        ["zeros", "border", "reflection"].flatMap { padding in
            [0, 1].map { alignsCorners in
                GradientCase(
                    "GridSample", ["mode": .string(mode), "padding_mode": .string(padding), "align_corners": .int(alignsCorners)],
                    [.random([1, 2, 4, 5]), .random([1, 3, 3, 2], in: -1.6...1.6)],
                    reference: Reference.gridSample(isCubic: mode == "cubic", padding: padding, alignsCorners: alignsCorners == 1))
            }
        }
    }

    private static let deformed = GradientCase(
        "DeformConv", ["pads": .ints([1, 0, 0, 1]), "group": .int(2)],
        [
            .random([1, 2, 4, 4]), .random([4, 1, 2, 2]), .random([1, 8, 4, 4], in: -1.4...1.4), .random([4]), .random([1, 4, 4, 4]),
        ], reference: Reference.deformedConvolution)

    private static let regions: GradientCase = {
        let attributes: Attributes = ["output_height": .int(2), "output_width": .int(3), "sampling_ratio": .int(2)]
        let others = [Tensor([2, 4], [0, 1, 4, 3.5, 1, 1, 5, 5]), Tensor([2], elements: [Int64(1), 0])]
        return GradientCase(
            "RoiAlign", attributes, [.random([2, 2, 4, 5])] + others.map { .constant($0) },
            reference: Reference.linear("RoiAlign", attributes, others: others))
    }()
}

extension Reference {
    /// The sum over all elements of a padded map near a place, each times the weight of its distance along either axis.
    static func gridSample(isCubic: Bool, padding: String, alignsCorners: Bool) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0], let grid = inputs[1] else { return [] }
            let (numbers, places) = (x.doubles, grid.doubles)
            let extents = Array(x.shape.dimensions[2...])
            func ends(_ extent: Int) -> (Double, Double) { alignsCorners ? (0, Double(extent) - 1) : (-0.5, Double(extent) - 0.5) }
            func reflected(_ place: Double, _ extent: Int) -> Double {
                var place = place
                while place < ends(extent).0 || place > ends(extent).1 {
                    place = 2 * (place < ends(extent).0 ? ends(extent).0 : ends(extent).1) - place
                }
                return place
            }
            func coordinate(_ n: Double, _ extent: Int) -> Double {
                let length = Double(extent)
                let place = alignsCorners ? (n + 1) / 2 * (length - 1) : ((n + 1) * length - 1) / 2
                switch padding {
                case _ where isCubic: return place
                case "border": return place < ends(extent).0 || place > ends(extent).1 ? min(max(place, 0), length - 1) : place
                case "reflection": return reflected(place, extent)
                default: return place
                }
            }
            func source(_ index: Int, _ extent: Int) -> Int? {
                switch padding {
                case "border": min(max(index, 0), extent - 1)
                case "reflection": min(max(Int(reflected(Double(index), extent)), 0), extent - 1)
                default: (0..<extent).contains(index) ? index : nil
                }
            }
            func weight(_ signed: Double) -> Double {
                let d = abs(signed)
                if !isCubic { return max(0, 1 - d) }
                return d < 1 ? 1.25 * d * d * d - 2.25 * d * d + 1 : d < 2 ? -0.75 * (d * d * d - 5 * d * d + 8 * d - 4) : 0
            }
            let shape = Shape(Array(x.shape.dimensions[..<2]) + grid.shape.dimensions[1..<3])
            let elements = (0..<shape.elementCount).map { index -> Double in
                let at = shape.place(of: index)
                let start = grid.shape.position(of: [at[0], at[2], at[3], 0])
                let place = [coordinate(places[start + 1], extents[0]), coordinate(places[start], extents[1])]
                var sum = 0.0
                for row in Int(place[0].rounded(.down)) - 1...Int(place[0].rounded(.down)) + 2 {
                    for column in Int(place[1].rounded(.down)) - 1...Int(place[1].rounded(.down)) + 2 {
                        guard let y = source(row, extents[0]), let z = source(column, extents[1]) else { continue }
                        let number = numbers[x.shape.position(of: [at[0], at[1], y, z])]
                        sum += weight(place[0] - Double(row)) * weight(place[1] - Double(column)) * number
                    }
                }
                return sum
            }
            return [Tensor(shape, elements: elements)]
        }
    }

    /// The convolution of the row above: two groups, padding of one row above and one column at the right, kernels of 2 × 2.
    static let deformedConvolution: GradientCase.Reference = { inputs in
        let numbers = inputs.map { $0?.doubles ?? [] }
        let (x, weights, offsets, bias, mask) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
        let elements = (0..<64).map { index -> Double in
            let (channel, pixel) = (index / 16, index % 16)
            return (0..<4).reduce(bias[channel]) { sum, tap in
                let y = Double(pixel / 4 + tap / 2 - 1) + offsets[(2 * tap) * 16 + pixel]
                let z = Double(pixel % 4 + tap % 2) + offsets[(2 * tap + 1) * 16 + pixel]
                var number = 0.0
                for row in 0..<4 {
                    for column in 0..<4 {
                        let share = max(0, 1 - abs(y - Double(row))) * max(0, 1 - abs(z - Double(column)))
                        number += share * x[channel / 2 * 16 + row * 4 + column]
                    }
                }
                return sum + weights[channel * 4 + tap] * mask[tap * 16 + pixel] * number
            }
        }
        return [Tensor([1, 4, 4, 4], elements: elements)]
    }
}
