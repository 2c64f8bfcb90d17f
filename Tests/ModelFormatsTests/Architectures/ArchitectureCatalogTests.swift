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
        let recognition = try ArchitectureCatalog.graph(for: weights)
        let (found, graph) = (recognition.name, recognition.graph)
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

    @Test func `names are unique, and families have no name in common`() {
        let names = ArchitectureCatalog.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    /// What has no name of its own opens by its shapes.
    @Test func `other widths, depths and channels are read off the shapes`() throws {
        var weights = try blankWeights(of: "resnet34")
        weights["conv1.weight"] = blank([64, 1, 7, 7])
        let gray = try ArchitectureCatalog.graph(for: weights)
        #expect(gray.name == "resnet34" && gray.graph.inputs[0].dimensions == [nil, 1, nil, nil])

        let shallow = try blankWeights(of: "resnet34").renamed { $0.hasPrefix("layer3.5.") ? nil : $0 }
        let recognition = try ArchitectureCatalog.graph(for: shallow)
        let (name, graph) = (recognition.name, recognition.graph)
        #expect(
            name == "resnet" && !graph.nodes.contains { $0.name == "layer3.5.add" } && graph.nodes.contains { $0.name == "layer3.4.add" })
    }

    @Test func `a MobileNetV2 of half the width opens`() throws {
        let full = try blankWeights(of: "mobilenet_v2")
        var half = StateDictionary()
        for name in full.names {
            guard var shape = full[name]?.shape else { continue }
            if shape[0] != 1000 { shape.dimensions[0] /= 2 }
            if shape.rank > 1, shape[1] > 3 { shape.dimensions[1] /= 2 }
            half[name] = blank(shape)
        }
        let recognition = try ArchitectureCatalog.graph(for: half)
        let (name, graph) = (recognition.name, recognition.graph)
        let network = try Network(graph, inputShapes: ["input": [1, 3, 64, 64]])
        #expect(name == "mobilenet_v2" && network.values["features.18.2"]?.shape == [1, 640, 2, 2])
    }

    /// Two usual ways to write a network for MNIST: with pooling after each convolution, and after the last alone.
    @Test(arguments: [(10, 20, 5, 320, 28), (32, 64, 3, 9216, 28), (6, 16, 5, 400, 32)])
    func `small networks get the input that their first linear layer wants`(first: Int, second: Int, kernel: Int, count: Int, side: Int)
        throws
    {
        var weights = StateDictionary()
        for (name, shape): (String, Shape) in [
            ("conv1.weight", [first, 1, kernel, kernel]), ("conv1.bias", [first]), ("conv2.weight", [second, first, kernel, kernel]),
            ("conv2.bias", [second]), ("fc1.weight", [50, count]), ("fc1.bias", [50]), ("fc2.weight", [10, 50]), ("fc2.bias", [10]),
        ] { weights[name] = blank(shape) }
        let graph = try ArchitectureCatalog.graph(for: weights).graph
        #expect(graph.inputs[0].dimensions == [nil, 1, side, side])
        #expect(try Network(graph).values["fc2"]?.shape == [1, 10])
    }

    @Test func `the nearest architecture is named with what differs`() throws {
        var weights = try blankWeights(of: "resnet34")
        weights["layer1.0.conv2.weight"] = blank([64, 1, 7, 7])
        weights["layer1.0.bn1.bias"] = nil
        weights["extra"] = blank([3])
        weights["fc.bias"] = Tensor([1000], of: Int32.self) { $0.initialize(repeating: 0) }
        #expect(
            throws: ArchitectureError.different(
                nearest: "resnet34",
                differences: [
                    .missing(name: "layer1.0.bn1.bias", expected: [64]),
                    .shape(name: "layer1.0.conv2.weight", expected: [64, 64, 3, 3], found: [64, 1, 7, 7]),
                    .elementType(name: "fc.bias", found: .int32),
                    .unexpected(name: "extra", found: [3]),
                ])
        ) { try ArchitectureCatalog.graph(for: weights) }
    }

    @Test func `modules that an architecture does not have are left out, and named`() throws {
        var weights = try blankWeights(of: "resnet34")
        weights["projection.0.weight"] = blank([128, 512])
        weights["queue"] = blank([3])
        let recognition = try ArchitectureCatalog.graph(for: weights)
        #expect(recognition.name == "resnet34")
        #expect(recognition.leftOut == ["projection.0.weight", "queue"])
        #expect(recognition.graph.constants["queue"] == nil)
    }

    @Test func `a tensor too many in a module of the architecture may change what it computes`() throws {
        var weights = try blankWeights(of: "resnet34")
        weights["layer1.0.se.weight"] = blank([64])
        #expect(
            throws: ArchitectureError.different(nearest: "resnet34", differences: [.unexpected(name: "layer1.0.se.weight", found: [64])])
        ) { try ArchitectureCatalog.graph(for: weights) }
    }

    @Test func `a small part of a file is not taken for the whole`() throws {
        var weights = try blankWeights(of: "lenet")
        for number in 0..<20 { weights["other\(number).weight"] = blank([3]) }
        #expect(throws: ArchitectureError.self) { try ArchitectureCatalog.graph(for: weights) }
    }

    @Test func `differences read as sentences`() throws {
        var weights = try blankWeights(of: "resnet34")
        weights["layer1.0.conv2.weight"] = blank([64, 1, 7, 7])
        let error = #expect(throws: ArchitectureError.self) { try ArchitectureCatalog.graph(for: weights) }
        #expect(
            error?.description
                == "the weights fit no known architecture; the nearest is 'resnet34': "
                + "expected 'layer1.0.conv2.weight' to be 64x64x3x3, found 64x1x7x7")
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
