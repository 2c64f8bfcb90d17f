/// Five convolutions and three linear layers, as torchvision lays them out; the widths are those of the weights.
///
/// The classifier wants 6×6 maps, hence pictures of 224×224.
///
/// Source: Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014, arXiv:1404.5997.
package struct AlexNet: Architecture {
    package let name: String
    /// Of the convolutions, first to last.
    let widths: [Int]
    /// Of the linear layers before the last.
    let hiddenWidths: [Int]

    private static let places = [0, 3, 6, 8, 10]
    private static let kernels = [11, 5, 3, 3, 3]

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(for: "features.0", sideInPixels: 224)
        for (number, place) in Self.places.enumerated() {
            let kernel = Self.kernels[number]
            x = builder.convolution(
                "features.\(place)", of: x, channelCount: widths[number], kernel: kernel, stride: number == 0 ? 4 : 1,
                padding: .each(number == 0 ? 2 : kernel / 2), bias: true)
            x = builder.relu("features.\(place + 1)", of: x)
            guard [0, 1, 4].contains(number) else { continue }
            x = builder.maximumPooling("features.\(place + 2)", of: x, kernel: 3, stride: 2)
        }
        // The adaptive pooling to 6×6 finds 6×6 maps here: windows of one.
        x = builder.averagePooling("avgpool", of: x, kernel: 1)
        x = builder.flattening("flatten", of: x, positionCount: 36)
        guard builder.has("classifier") else { return x }
        for (number, place) in [0, 3].enumerated() {
            x = builder.dropout("classifier.\(place)", of: x)
            x = builder.linear("classifier.\(place + 1)", of: x, channelCount: hiddenWidths[number])
            x = builder.relu("classifier.\(place + 2)", of: x)
        }
        return builder.linear("classifier.6", of: x)
    }
}

extension AlexNet: ArchitectureFamily {
    package static let variants: [any Architecture] = [
        AlexNet(name: "alexnet", widths: [64, 192, 384, 256, 256], hiddenWidths: [4096, 4096])
    ]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard shapes.kernel("features.0") == 11 else { return nil }
        let widths = places.compactMap { shapes.outputCount("features.\($0)") }
        guard widths.count == places.count else { return nil }
        let hidden = [1, 4].map { shapes.outputCount("classifier.\($0)") ?? 4096 }
        return AlexNet(name: "alexnet", widths: widths, hiddenWidths: hidden)
    }
}
