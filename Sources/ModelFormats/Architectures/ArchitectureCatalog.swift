import Inference

/// Every architecture known.
package enum ArchitectureCatalog {
    /// The families, alphabetically; their members have no names in common.
    package static let families: [any ArchitectureFamily.Type] = [
        AlexNet.self,
        CaffeSqueezeNet.self,
        CascadeNetwork.self,
        ConvNeXt.self,
        DenseNet.self,
        DigitNetwork.self,
        EfficientNet.self,
        EfficientNetLite.self,
        GoogLeNet.self,
        InceptionV3.self,
        LeNet.self,
        LineReader.self,
        MNASNet.self,
        MobileNetV2.self,
        MobileNetV3.self,
        RegNet.self,
        ResNet.self,
        ShuffleNetV2.self,
        SqueezeNet.self,
        VGG.self,
    ]

    /// Every variant that has a name, alphabetically.
    package static let all: [any Architecture] = families.flatMap { $0.variants }.sorted { $0.name < $1.name }

    /// Files of more tensors are not compared with every variant: none has nearly as many.
    private static let maximumParameterCount = 20_000

    /// The architecture of a name, whatever its case.
    package static func architecture(named name: String) -> (any Architecture)? {
        let name = name.lowercased()
        return all.first { $0.name == name }
    }

    /// What weights belong to.
    package struct Recognition {
        package let name: String
        package let graph: Graph
        /// Tensors of the file that are no part of it.
        package let leftOut: [String]
    }

    /// The share of agreement below which modules that an architecture does not have are held to be part of another one.
    private static let sufficientLikeness = 0.5

    /// The network that weights belong to, found by their names and shapes alone.
    ///
    /// Weights of whole modules that the architecture does not have, such as a second head, are left out where nothing else differs.
    ///
    /// - Throws: ``ArchitectureError`` naming the nearest architecture and what differs.
    /// - Complexity: O(families × parameters) where the weights fit, O(architectures × parameters) where they do not; no weight is read.
    package static func graph(for weights: StateDictionary) throws(ArchitectureError) -> Recognition {
        let plain = CheckpointNames.plain(weights)
        let shapes = WeightShapes(plain)
        var nearest: Attempt?
        for family in families {
            guard let member = family.member(fitting: shapes) else { continue }
            let attempt = Attempt(member, plain)
            if attempt.fits { return attempt.recognition(leavingOut: []) }
            if attempt.isNearer(than: nearest) { nearest = attempt }
        }
        for architecture in all where !plain.isEmpty && plain.count <= maximumParameterCount {
            let attempt = Attempt(architecture, plain)
            if attempt.fits { return attempt.recognition(leavingOut: []) }
            if attempt.isNearer(than: nearest) { nearest = attempt }
        }
        guard let nearest, nearest.likeness > 0 else {
            throw .nothingInCommon(firstNames: Array(weights.names.prefix(3)), count: weights.count)
        }
        if let foreign = nearest.foreignNames, nearest.likeness >= sufficientLikeness { return nearest.recognition(leavingOut: foreign) }
        throw .different(nearest: nearest.name, differences: nearest.differences)
    }

    /// An architecture, built of weights that may not be its own.
    private struct Attempt {
        let name: String
        let likeness: Double
        private let builder: GraphBuilder
        private let output: GraphBuilder.Value

        init(_ architecture: some Architecture, _ weights: StateDictionary) {
            var builder = GraphBuilder(name: architecture.name, weights: weights)
            output = architecture.build(with: &builder)
            name = architecture.name
            likeness = builder.likeness
            self.builder = builder
        }

        var differences: [ParameterDifference] { builder.differences }
        var fits: Bool { builder.fits }
        var foreignNames: [String]? { builder.foreignNames }

        func recognition(leavingOut names: [String]) -> Recognition {
            Recognition(name: name, graph: builder.graph(output: output), leftOut: names)
        }

        func isNearer(than other: Attempt?) -> Bool { likeness > other?.likeness ?? -1 }
    }
}
