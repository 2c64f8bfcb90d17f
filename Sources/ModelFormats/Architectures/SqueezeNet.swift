/// Convolutions that squeeze to few channels and expand again, of which the version tells where pooling is; widths are those of the weights.
///
/// Source: Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size", 2016, arXiv:1602.07360.
package struct SqueezeNet: Architecture {
    /// Channels of one fire module.
    struct Fire: Equatable {
        var squeezed: Int
        var expanded1x1: Int
        var expanded3x3: Int
    }

    /// Which places of `features` are fire modules; the others, from 2 on, pool.
    private enum Version: CaseIterable {
        case first, second

        var firePlaces: [Int] {
            switch self {
            case .first: [3, 4, 5, 7, 8, 9, 10, 12]
            case .second: [3, 4, 6, 7, 9, 10, 11, 12]
            }
        }

        var name: String { self == .first ? "squeezenet1_0" : "squeezenet1_1" }
    }

    private let version: Version
    let stemWidth: Int
    let stemKernel: Int
    let fires: [Fire]

    package var name: String { version.name }

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(for: "features.0")
        x = builder.convolution("features.0", of: x, channelCount: stemWidth, kernel: stemKernel, stride: 2, bias: true)
        x = builder.relu("features.1", of: x)
        var fires = fires[...]
        for place in 2...12 {
            if version.firePlaces.contains(place), let fire = fires.popFirst() {
                x = addFire("features.\(place)", of: x, fire, to: &builder)
            } else {
                x = builder.maximumPooling("features.\(place)", of: x, kernel: 3, stride: 2, roundsUp: true)
            }
        }
        guard builder.has("classifier") else { return builder.pooledFeatures(of: x) }
        x = builder.dropout("classifier.0", of: x)
        let classCount = builder.outputCount(of: "classifier.1")
        x = builder.convolution("classifier.1", of: x, channelCount: classCount, kernel: 1, bias: true)
        x = builder.relu("classifier.2", of: x)
        return builder.pooledFeatures(of: x, pooling: "classifier.3")
    }

    private func addFire(
        _ name: String, of input: GraphBuilder.Value, _ fire: Fire, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        var squeezed = builder.convolution("\(name).squeeze", of: input, channelCount: fire.squeezed, kernel: 1, bias: true)
        squeezed = builder.relu("\(name).squeeze_activation", of: squeezed)
        var small = builder.convolution("\(name).expand1x1", of: squeezed, channelCount: fire.expanded1x1, kernel: 1, bias: true)
        small = builder.relu("\(name).expand1x1_activation", of: small)
        var large = builder.convolution(
            "\(name).expand3x3", of: squeezed, channelCount: fire.expanded3x3, kernel: 3, padding: .each(1), bias: true)
        large = builder.relu("\(name).expand3x3_activation", of: large)
        return builder.joining("\(name).cat", [small, large])
    }
}

extension SqueezeNet: ArchitectureFamily {
    package static let variants: [any Architecture] = [
        SqueezeNet(version: .first, stemWidth: 96, stemKernel: 7, fires: standardFires),
        SqueezeNet(version: .second, stemWidth: 64, stemKernel: 3, fires: standardFires),
    ]

    private static let standardFires = [(16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)].map {
        Fire(squeezed: $0, expanded1x1: $1, expanded3x3: $1)
    }

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        guard let width = shapes.outputCount("features.0"), let kernel = shapes.kernel("features.0"),
            let version = Version.allCases.first(where: { $0.firePlaces.allSatisfy { shapes.has("features.\($0).squeeze") } })
        else { return nil }
        let fires = version.firePlaces.compactMap { place -> Fire? in
            let counts = ["squeeze", "expand1x1", "expand3x3"].compactMap { shapes.outputCount("features.\(place).\($0)") }
            return counts.count == 3 ? Fire(squeezed: counts[0], expanded1x1: counts[1], expanded3x3: counts[2]) : nil
        }
        guard fires.count == version.firePlaces.count else { return nil }
        return SqueezeNet(version: version, stemWidth: width, stemKernel: kernel, fires: fires)
    }
}
