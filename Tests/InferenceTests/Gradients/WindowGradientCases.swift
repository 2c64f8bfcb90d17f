import Inference
import Tensors

extension GradientCases {
    static let windows: [GradientCase] =
        convolutions + [
            GradientCase(
                "GlobalAveragePool", [:], [.random([2, 3, 4, 5])], reference: Reference.globalPool { $0.reduce(0, +) / Double($0.count) }),
            GradientCase("GlobalMaxPool", [:], [.random([2, 3, 4, 5])], reference: Reference.globalPool { $0.max() ?? 0 }),
        ]
        + [
            ConvolutionCase(kernel: [2, 2], strides: [2, 2]),
            ConvolutionCase(size: [12, 12], kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1]),
            ConvolutionCase(batch: 2, size: [5, 6], kernel: [3, 2], pads: [2, 1, 0, 1]),
            ConvolutionCase(size: [9, 9], kernel: [2, 3], dilations: [2, 2]),
        ].flatMap(pools)
        + pools(
            ConvolutionCase(
                channels: 2, size: [4, 5, 4], kernel: [2, 3, 2], strides: [2, 1, 2], dilations: [1, 1, 1], pads: [1, 0, 0, 0, 2, 1]))
        + pools(ConvolutionCase(batch: 2, size: [9], kernel: [3], strides: [2], dilations: [1], pads: [1, 0]))

    private static let convolutions: [GradientCase] = [
        ConvolutionCase(size: [5, 4]),
        ConvolutionCase(batch: 2, channels: 5, size: [4, 3], outputs: 7, kernel: [1, 1]),
        ConvolutionCase(channels: 3, size: [6, 5], kernel: [1, 1], strides: [2, 2]),
        ConvolutionCase(channels: 2, size: [9, 8], outputs: 2, kernel: [7, 7], strides: [2, 2], pads: [3, 3, 3, 3]),
        ConvolutionCase(size: [6, 6], strides: [2, 2], pads: [0, 0, 1, 1]),
        ConvolutionCase(channels: 2, size: [6, 7], outputs: 2, dilations: [2, 3], pads: [2, 3, 2, 3]),
        ConvolutionCase(channels: 4, size: [5, 6], outputs: 6, pads: [1, 1, 1, 1], group: 2),
        ConvolutionCase(batch: 2, channels: 4, size: [5, 5], outputs: 4, pads: [1, 1, 1, 1], group: 4),
        ConvolutionCase(channels: 3, size: [6, 5], outputs: 6, kernel: [5, 3], strides: [2, 1], pads: [2, 1, 2, 1], group: 3),
        ConvolutionCase(channels: 2, size: [7, 5], outputs: 2, kernel: [3, 2], strides: [3, 1], dilations: [1, 2], group: 2),
        ConvolutionCase(channels: 2, size: [1, 1], outputs: 2, pads: [1, 1, 1, 1]),
        ConvolutionCase(channels: 26, size: [3, 3], outputs: 3, pads: [1, 1, 1, 1]),
        ConvolutionCase(batch: 2, channels: 3, size: [9], kernel: [3], strides: [2], dilations: [2], pads: [2, 1]),
        ConvolutionCase(channels: 4, size: [9], kernel: [3], strides: [1], dilations: [1], pads: [1, 1], group: 2),
        ConvolutionCase(
            batch: 2, channels: 4, size: [4, 3, 5], outputs: 2, kernel: [3, 2, 3], strides: [2, 1, 1], dilations: [1, 1, 2],
            pads: [1, 0, 2, 1, 1, 1], group: 2),
        ConvolutionCase(
            channels: 2, size: [3, 3, 2], outputs: 3, kernel: [1, 1, 1], strides: [1, 1, 1], dilations: [1, 1, 1], pads: [0, 0, 0, 0, 0, 0]),
    ].map { geometry in
        GradientCase(
            "Conv", geometry.attributes,
            [
                .random(Shape([geometry.batch, geometry.channels] + geometry.size)),
                .random(Shape([geometry.outputs, geometry.channels / geometry.group] + geometry.kernel)), .random([geometry.outputs]),
            ], note: geometry.testDescription, reference: Reference.convolution(geometry))
    }

    private static func pools(_ geometry: ConvolutionCase) -> [GradientCase] {
        let input = GradientCase.Input.random(Shape([geometry.batch, geometry.channels] + geometry.size))
        let maximum = GradientCase(
            "MaxPool", geometry.attributes, [input], note: geometry.testDescription,
            reference: Reference.pool(geometry) { values, _ in values.max() ?? 0 })
        let means = [false, true].map { countsPadding in
            var attributes = geometry.attributes
            attributes["count_include_pad"] = .int(countsPadding ? 1 : 0)
            return GradientCase(
                "AveragePool", attributes, [input], note: geometry.testDescription + (countsPadding ? " with padding" : ""),
                reference: Reference.pool(geometry) { values, padding in
                    values.reduce(0, +) / Double(values.count + (countsPadding ? padding : 0))
                })
        }
        return [maximum] + means
    }
}
