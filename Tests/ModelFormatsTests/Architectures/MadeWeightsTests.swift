import Imaging
import Inference
import ModelFormats
import Tensors
import Testing

@Suite struct MadeWeightsTests {
    private func network(_ name: String, _ weights: MadeWeights, side: Int = 224) throws -> Network {
        let graph = try #require(ArchitectureCatalog.architecture(named: name)).graph(making: weights)
        return try Network(graph, inputShapes: ["input": [1, 3, side, side]])
    }

    @Test func `a ResNet-50 has the parameters, convolutions and cost that are published`() throws {
        let layers = try network("resnet50", .zeros).layers.all
        #expect(layers.reduce(0) { $0 + $1.parameterCount } == 25_557_032)
        #expect(layers.count { $0.operatorName == "Conv" } == 53)
        #expect((Double(layers.reduce(0) { $0 + $1.multiplyAdds }) / 1e6).rounded() == 4089)
        #expect(layers.last?.outputShape == [1, 1000])
    }

    @Test func `the stride of the paper's ResNet-50 is on the 1x1 convolution`() throws {
        let layers = try network("resnet50-caffe", .zeros).layers
        #expect(layers.named("layer2.0.conv1")?.kind == "Conv 1x1 /2")
        #expect(layers.named("layer2.0.conv2")?.kind == "Conv 3x3")
        #expect(layers.all.reduce(0) { $0 + $1.parameterCount } == 25_557_032)
    }

    @Test(arguments: ArchitectureCatalog.all.map(\.name)) func `every architecture can do without a file`(name: String) throws {
        let architecture = try #require(ArchitectureCatalog.architecture(named: name))
        let graph = architecture.graph(making: .zeros, classCount: 7)
        let wanted = ModelCatalog.entry(named: name)?.preprocessing ?? .imageNet
        let usual = [1, wanted.channelOrder.count, wanted.heightInPixels, wanted.widthInPixels]
        let declared = try #require(graph.inputs.first?.dimensions)
        let input = Shape(zip(declared, usual).map { $0 ?? $1 })
        let network = try Network(graph, inputShapes: ["input": input])
        // Some tell apart what they tell apart, whatever the file says.
        let classCount = name.hasPrefix("mtcnn-") ? 2 : name == "squeezenet-caffe" ? 1000 : 7
        #expect(network.values[network.outputs[0]]?.shape.dimensions.contains(classCount) == true)
    }

    @Test func `random weights run, and the same seed gives the same numbers`() throws {
        func scores(_ seed: UInt64) throws -> [Float] {
            let network = try network("resnet18", .random(seed: seed), side: 32)
            let feed = Feed(["input": Tensor([1, 3, 32, 32], repeating: 1)])
            return try #require(Engine(threadCount: 1).run(network, feed: feed, wanted: network.outputs).values[network.outputs[0]]).floats
        }
        let first = try scores(1)
        #expect(first.allSatisfy { $0.isFinite } && Set(first).count > 900)
        #expect(try first == scores(1))
        #expect(try first != scores(2))
    }

    @Test func `random weights have He's variance`() throws {
        let graph = try #require(ArchitectureCatalog.architecture(named: "resnet18")).graph(making: .random(seed: 3))
        let weights = try #require(graph.constants["layer1.0.conv1.weight"])
        let statistics = weights.statistics
        let expected = (2.0 / Double(64 * 9)).squareRoot()
        #expect(abs(Double(statistics.standardDeviation) - expected) < expected * 0.01)
        #expect(abs(Double(statistics.mean)) < expected * 0.02)
    }
}
