import Inference

/// Every architecture known, alphabetically.
package enum ArchitectureCatalog {
    package static let all: [any Architecture] = [
        DigitNetwork(),
        EfficientNetLite.lite0,
        EfficientNetLite.lite1,
        EfficientNetLite.lite2,
        LineReader(),
        CascadeNetwork.onet,
        CascadeNetwork.pnet,
        CascadeNetwork.rnet,
        ResNet.resnet101,
        ResNet.resnet152,
        ResNet.resnet18,
        ResNet.resnet34,
        ResNet.resnet50,
        ResNet.resnet50Caffe,
        CaffeSqueezeNet(),
        VGG.vgg16,
    ]

    /// The architecture of a name, whatever its case.
    package static func architecture(named name: String) -> (any Architecture)? {
        let name = name.lowercased()
        return all.first { $0.name == name }
    }

    /// The network that weights belong to, found by their names and shapes alone.
    ///
    /// - Throws: ``ArchitectureError`` naming the nearest architecture and what differs.
    /// - Complexity: O(architectures × parameters); no weight is read.
    package static func graph(for weights: StateDictionary) throws(ArchitectureError) -> (name: String, graph: Graph) {
        let plain = weights.removingPrefix("module.")
        var nearest: (name: String, likeness: Double, differences: [ParameterDifference])?
        for architecture in all {
            var builder = GraphBuilder(name: architecture.name, weights: plain)
            let output = architecture.build(with: &builder)
            let differences = builder.differences
            if differences.isEmpty { return (architecture.name, builder.graph(output: output)) }
            if builder.likeness > nearest?.likeness ?? 0 {
                nearest = (architecture.name, builder.likeness, differences)
            }
        }
        guard let nearest else {
            throw .nothingInCommon(firstNames: Array(weights.names.prefix(3)), count: weights.count, known: all.map(\.name))
        }
        throw .different(nearest: nearest.name, differences: nearest.differences)
    }
}

extension StateDictionary {
    /// The same weights without a prefix that all names share, such as `DataParallel`'s `module.`.
    func removingPrefix(_ prefix: String) -> StateDictionary {
        guard !isEmpty, names.allSatisfy({ $0.hasPrefix(prefix) }) else { return self }
        var result = StateDictionary()
        result.metadata = metadata
        for name in names { result[String(name.dropFirst(prefix.count))] = self[name] }
        return result
    }
}
