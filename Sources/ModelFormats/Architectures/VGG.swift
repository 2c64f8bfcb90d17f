/// Networks of 3×3 convolutions alone, as torchvision lays them out, and the smaller ones for CIFAR's pictures.
///
/// Where the classifier wants 7×7 maps, pictures are 224×224; where it wants a single position, 32×32. How often there is pooling is told by
/// the numbers that are left out between the convolutions.
///
/// Source: Simonyan, Zisserman, "Very deep convolutional networks for large-scale image recognition", ICLR 2015, arXiv:1409.1556.
package struct VGG: Architecture {
    /// What tells variants apart.
    struct Layout: Equatable {
        /// The widths of the convolutions between one pooling and the next.
        var groups: [[Int]]
        var normalizes: Bool
        var hasBias = true
        /// The side of the maps that the classifier wants.
        var mapSide = 7
        var classifier = Classifier.stack(places: [0, 3, 6], hiddenWidths: [4096, 4096])
    }

    enum Classifier: Equatable {
        /// Linear layers at these places of `classifier`, ReLU and dropout in between.
        case stack(places: [Int], hiddenWidths: [Int])
        /// One linear layer, `classifier` itself.
        case single
    }

    package let name: String
    let layout: Layout

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(for: "features.0", sideInPixels: layout.mapSide << layout.groups.count)
        var place = 0
        for widths in layout.groups {
            for width in widths {
                x = builder.convolution(
                    "features.\(place)", of: x, channelCount: width, kernel: 3, padding: .each(1), bias: layout.hasBias)
                place += 1
                if layout.normalizes {
                    x = builder.batchNormalization("features.\(place)", of: x)
                    place += 1
                }
                x = builder.relu("features.\(place)", of: x)
                place += 1
            }
            x = builder.maximumPooling("features.\(place)", of: x, kernel: 2, stride: 2)
            place += 1
        }
        // An adaptive pooling finds maps of the size it makes: windows of one.
        if layout.mapSide > 1 { x = builder.averagePooling("avgpool", of: x, kernel: 1) }
        x = builder.flattening("flatten", of: x, positionCount: layout.mapSide * layout.mapSide)
        return builder.has("classifier") ? addClassifier(to: x, &builder) : x
    }

    private func addClassifier(to input: GraphBuilder.Value, _ builder: inout GraphBuilder) -> GraphBuilder.Value {
        guard case .stack(let places, let hiddenWidths) = layout.classifier else { return builder.linear("classifier", of: input) }
        var x = input
        var next = 0
        for (number, place) in places.enumerated() {
            for index in next..<max(next, place) {
                let isActivation = number > 0 && index == next
                x = isActivation ? builder.relu("classifier.\(index)", of: x) : builder.dropout("classifier.\(index)", of: x)
            }
            let width = number < hiddenWidths.count ? hiddenWidths[number] : nil
            x = builder.linear("classifier.\(place)", of: x, channelCount: width)
            next = place + 1
        }
        return x
    }
}

extension VGG: ArchitectureFamily {
    private static let groups: [(name: String, groups: [[Int]])] = [
        ("vgg11", [[64], [128], [256, 256], [512, 512], [512, 512]]),
        ("vgg13", [[64, 64], [128, 128], [256, 256], [512, 512], [512, 512]]),
        ("vgg16", [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]]),
        ("vgg19", [[64, 64], [128, 128], [256, 256, 256, 256], [512, 512, 512, 512], [512, 512, 512, 512]]),
    ]

    private static let named: [VGG] = groups.flatMap { name, groups in
        [
            VGG(name: name, layout: Layout(groups: groups, normalizes: false)),
            VGG(name: "\(name)_bn", layout: Layout(groups: groups, normalizes: true)),
            VGG(name: "cifar_\(name)_bn", layout: Layout(groups: groups, normalizes: true, mapSide: 1, classifier: .single)),
        ]
    }

    package static var variants: [any Architecture] { named }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let first = shapes.outputCount("features.0"), shapes.kernel("features.0") == 3 else { return nil }
        let normalizes = shapes.has("features.1")
        let unit = normalizes ? 3 : 2
        var groups = [[first]]
        var place = unit
        while true {
            if let width = shapes.outputCount("features.\(place)") {
                groups[groups.count - 1].append(width)
            } else if let width = shapes.outputCount("features.\(place + 1)") {
                groups.append([width])
                place += 1
            } else {
                break
            }
            place += unit
        }
        guard groups.count <= 12 else { return nil }
        var layout = Layout(groups: groups, normalizes: normalizes, hasBias: shapes.has(parameter: "features.0.bias"))
        guard readClassifier(into: &layout, shapes) else { return nil }
        return VGG(name: named.first { $0.layout == layout }?.name ?? "vgg", layout: layout)
    }

    /// The classifier's layers and the maps it wants; where there is none, torchvision's 7×7 maps stay.
    private static func readClassifier(into layout: inout Layout, _ shapes: WeightShapes) -> Bool {
        let places = (0..<12).filter { shapes.isLinear("classifier.\($0)") }
        let first: String
        if shapes.isLinear("classifier") {
            layout.classifier = .single
            first = "classifier"
        } else if let place = places.first {
            layout.classifier = .stack(
                places: places, hiddenWidths: places.dropLast().compactMap { shapes.outputCount("classifier.\($0)") })
            first = "classifier.\(place)"
        } else {
            return true
        }
        let featureCount = shapes.inputCount(first) ?? 0
        guard let width = layout.groups.last?.last, let side = (1...16).first(where: { $0 * $0 * width == featureCount }) else {
            return false
        }
        layout.mapSide = side
        return true
    }
}
