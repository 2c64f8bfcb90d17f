import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// One ResNet-50 in two file formats, against onnxruntime.
struct ResNetAgreementTests {
    private static let fileNames = ["resnet50.onnx", "resnet50.pth"]

    private func network(_ fileName: String, _ made: MadeNetwork) throws -> Network {
        let file = try MappedFile(path: "\(made.folder)/\(fileName)")
        switch try ModelFormatCatalog.read(file) {
        case .graph(let graph): return try Network(graph, inputShapes: [inputName(graph): made.input.shape])
        case .weights(let weights):
            let recognition = try ArchitectureCatalog.graph(for: weights)
            let (name, graph) = (recognition.name, recognition.graph)
            #expect(name == "resnet50")
            return try Network(graph, inputShapes: [inputName(graph): made.input.shape])
        }
    }

    private func inputName(_ graph: Graph) -> String { graph.inputs.first?.name ?? "" }

    private func feed(_ network: Network, _ made: MadeNetwork) throws -> Feed {
        Feed([try #require(network.inputs.first).name: made.input])
    }

    @Test(arguments: fileNames)
    func `its layers have the names that torchvision gives them`(fileName: String) throws {
        let made = try MadeNetwork.resnet50.get()
        #expect(try network(fileName, made).layers.all.map(\.name) == made.expected.names)
    }

    @Test(arguments: fileNames)
    func `its logits are those of onnxruntime when everything is fused`(fileName: String) throws {
        let made = try MadeNetwork.resnet50.get()
        let network = try network(fileName, made)
        for kernels in [KernelChoice.auto, .avx2, .portable] {
            let engine = Engine(threadCount: 2)
            engine.kernels = kernels
            let run = try engine.run(network, feed: feed(network, made), wanted: network.outputs)
            let logits = try #require(run.values[network.outputs[0]])
            #expect(run.computedValueCount == 1)
            #expect(logits.relativeDifference(to: try #require(made.expected["fc"])) < 1e-4)
        }
    }

    @Test(arguments: fileNames)
    func `every layer's value is that of onnxruntime`(fileName: String) throws {
        let made = try MadeNetwork.resnet50.get()
        let network = try network(fileName, made)
        let layers = network.layers.all
        let run = try Engine(threadCount: 2).run(network, feed: feed(network, made), wanted: layers.map(\.valueName))
        for layer in layers {
            let expected = try #require(made.expected[layer.name], "no value of '\(layer.name)'")
            let found = try #require(run.values[layer.valueName])
            #expect(found.relativeDifference(to: expected) < 1e-4, "\(layer.name)")
        }
    }

    @Test func `a layer in the middle is the same whether or not its neighbors are fused`() throws {
        let made = try MadeNetwork.resnet50.get()
        let network = try network("resnet50.onnx", made)
        for name in ["layer1.0.conv1", "layer2.0.downsample.1", "layer3.5.add", "layer4.2.relu_1"] {
            let layer = try #require(network.layers.named(name))
            let run = try Engine(threadCount: 2).run(network, feed: feed(network, made), wanted: [layer.valueName])
            #expect(try #require(run.values[layer.valueName]).relativeDifference(to: try #require(made.expected[name])) < 1e-4, "\(name)")
        }
    }
}
