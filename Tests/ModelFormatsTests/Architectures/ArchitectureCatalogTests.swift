import Inference
import ModelFormats
import Tensors
import Testing

@Suite struct ArchitectureCatalogTests {
    /// Parameters as torchvision and the Lite models' own code count them, without running means and variances.
    @Test(arguments: [
        ("digits", 10, 54_314), ("efficientnet-lite0", 1000, 4_652_008), ("efficientnet-lite1", 1000, 5_416_680),
        ("efficientnet-lite2", 1000, 6_092_072), ("resnet18", 1000, 11_689_512), ("resnet34", 1000, 21_797_672),
        ("resnet50", 1000, 25_557_032), ("resnet101", 1000, 44_549_160), ("resnet152", 1000, 60_192_808), ("vgg16", 1000, 138_357_544),
        ("resnet18", 7, 11_180_103),
    ])
    func `weights are recognized by names and shapes alone`(name: String, classCount: Int, parameterCount: Int) throws {
        let weights = try blankWeights(of: name, classCount: classCount)
        let (found, graph) = try ArchitectureCatalog.graph(for: weights)
        #expect(found == name)
        let trained = weights.names.filter { !$0.contains(".running_") && !$0.hasSuffix("num_batches_tracked") }
        #expect(trained.reduce(0) { $0 + (weights[$1]?.elementCount ?? 0) } == parameterCount)
        #expect(graph.nodes.allSatisfy { $0.outputs == [$0.name] })
        #expect(Set(graph.nodes.map(\.name)).count == graph.nodes.count)
        #expect(graph.outputs == graph.nodes.suffix(1).map(\.name))
    }

    @Test func `the catalog is alphabetical`() {
        let names = ArchitectureCatalog.all.map(\.name)
        #expect(names == names.sorted())
    }

    /// Source: torchvision's `get_graph_node_names`.
    @Test(arguments: [
        (
            "resnet18",
            "conv1 bn1 relu maxpool layer1.0.conv1 layer1.0.bn1 layer1.0.relu layer1.0.conv2 layer1.0.bn2 layer1.0.add layer1.0.relu_1",
            "layer4.1.bn2 layer4.1.add layer4.1.relu_1 avgpool flatten fc"
        ),
        (
            "resnet50",
            "conv1 bn1 relu maxpool layer1.0.conv1 layer1.0.bn1 layer1.0.relu layer1.0.conv2 layer1.0.bn2 layer1.0.relu_1 layer1.0.conv3 "
                + "layer1.0.bn3 layer1.0.downsample.0 layer1.0.downsample.1 layer1.0.add layer1.0.relu_2 layer1.1.conv1",
            "layer4.2.bn3 layer4.2.add layer4.2.relu_2 avgpool flatten fc"
        ),
        (
            "vgg16", "features.0 features.1 features.2 features.3 features.4 features.5",
            "features.30 avgpool flatten classifier.0 classifier.1 classifier.2 classifier.3 classifier.4 classifier.5 classifier.6"
        ),
        (
            "efficientnet-lite0",
            "_conv_stem _bn0 _bn0.relu6 _blocks.0._depthwise_conv _blocks.0._bn1 _blocks.0._bn1.relu6 _blocks.0._project_conv _blocks.0._bn2 "
                + "_blocks.1._expand_conv _blocks.1._bn0 _blocks.1._bn0.relu6",
            "_blocks.15._bn2 _conv_head _bn1 _bn1.relu6 _avg_pooling flatten _dropout _fc"
        ),
        ("digits", "conv1 relu1 pool1 conv2 relu2 pool2 flatten fc1 relu3 fc2", "fc2"),
    ])
    func `layers have the framework's names`(name: String, first: String, last: String) throws {
        let names = try ArchitectureCatalog.graph(for: blankWeights(of: name)).graph.nodes.map(\.name)
        let firstNames = first.split(separator: " ").map(String.init)
        let lastNames = last.split(separator: " ").map(String.init)
        #expect(Array(names.prefix(firstNames.count)) == firstNames)
        #expect(Array(names.suffix(lastNames.count)) == lastNames)
    }

    @Test func `a residual block adds its input only where size and width stay`() throws {
        let names = try ArchitectureCatalog.graph(for: blankWeights(of: "efficientnet-lite0")).graph.nodes.map(\.name)
        let sums = names.filter { $0.hasSuffix(".add") }
        #expect(sums == [2, 4, 6, 7, 9, 10, 12, 13, 14].map { "_blocks.\($0).add" })
    }

    @Test func `a prefix that all names share does not matter`() throws {
        let weights = try blankWeights(of: "resnet18")
        var prefixed = StateDictionary()
        for name in weights.names { prefixed["module.\(name)"] = weights[name] }
        prefixed["module.bn1.num_batches_tracked"] = Tensor([], elements: [Int64(1)])
        #expect(try ArchitectureCatalog.graph(for: prefixed).name == "resnet18")
    }

    @Test func `the nearest architecture is named with what differs`() throws {
        var weights = try blankWeights(of: "resnet34")
        weights["conv1.weight"] = blank([64, 1, 7, 7])
        weights["layer1.0.bn1.bias"] = nil
        weights["extra"] = blank([3])
        weights["fc.bias"] = Tensor([1000], of: Int32.self) { $0.initialize(repeating: 0) }
        #expect(
            throws: ArchitectureError.different(
                nearest: "resnet34",
                differences: [
                    .shape(name: "conv1.weight", expected: [64, 3, 7, 7], found: [64, 1, 7, 7]),
                    .missing(name: "layer1.0.bn1.bias", expected: [64]), .elementType(name: "fc.bias", found: .int32),
                    .unexpected(name: "extra", found: [3]),
                ])
        ) { try ArchitectureCatalog.graph(for: weights) }
    }

    @Test func `differences read as sentences`() throws {
        var weights = try blankWeights(of: "resnet34")
        weights["conv1.weight"] = blank([64, 1, 7, 7])
        let error = #expect(throws: ArchitectureError.self) { try ArchitectureCatalog.graph(for: weights) }
        #expect(
            error?.description
                == "the weights fit no known architecture; the nearest is 'resnet34': "
                + "expected 'conv1.weight' to be 64x3x7x7, found 64x1x7x7")
    }

    @Test func `weights of something else are answered with what is known`() throws {
        var weights = StateDictionary()
        weights["encoder"] = blank([2, 2])
        let error = #expect(throws: ArchitectureError.self) { try ArchitectureCatalog.graph(for: weights) }
        #expect(error?.description.hasSuffix("found 1 tensors ('encoder')") == true)
        #expect(throws: ArchitectureError.self) { try ArchitectureCatalog.graph(for: StateDictionary()) }
    }

    @Test func `shapes of any rank are compared, not trusted`() throws {
        for shape: Shape in [[], [0], [1000], [1000, 512, 1], [0, 512]] {
            var weights = try blankWeights(of: "resnet18")
            weights["fc.weight"] = blank(shape)
            #expect(throws: ArchitectureError.self) { try ArchitectureCatalog.graph(for: weights) }
        }
    }
}

/// A tensor whose numbers do not matter.
private func blank(_ shape: Shape) -> Tensor { Tensor(shape) { _ in } }

/// Every parameter that an architecture asks for, with numbers that do not matter.
private func blankWeights(of name: String, classCount: Int = 1000) throws -> StateDictionary {
    let architecture = try #require(ArchitectureCatalog.all.first { $0.name == name })
    var builder = GraphBuilder(name: name, weights: StateDictionary())
    let classifier = architecture.build(with: &builder).name
    var weights = StateDictionary()
    for difference in builder.differences {
        guard case .missing(let name, var shape) = difference else { continue }
        if name.hasPrefix("\(classifier).") { shape.dimensions[0] = classCount }
        weights[name] = blank(shape)
    }
    return weights
}
