import Exploration
import Inference
import ModelFormats
import Tensors
import Testing

@Suite struct NetworkProfileTests {
    private func profile(_ text: String, axisCount: Int = 2, side: Int = 224) throws -> NetworkProfile {
        let settings = NetworkText(axisCount: axisCount, size: [Int](repeating: side, count: axisCount), weights: .zeros)
        let shape = Shape([1, settings.inputChannelCount] + settings.size)
        return NetworkProfile(try Network(settings.graph(text, name: "text"), inputShapes: ["input": shape]), name: "text")
    }

    private func profile(architecture: String) throws -> NetworkProfile {
        let graph = try #require(ArchitectureCatalog.architecture(named: architecture)).graph(making: .zeros)
        return NetworkProfile(try Network(graph, inputShapes: ["input": [1, 3, 224, 224]]), name: architecture)
    }

    /// A pool counts with the convolution before it.
    @Test(arguments: [
        (
            "c3*5 p2 c3*4 p2 c3*4 p2 c3*4 p2 c3*3",
            [3, 5, 7, 9, 11, 12, 16, 20, 24, 28, 30, 38, 46, 54, 62, 66, 82, 98, 114, 130, 138, 170, 202, 234]
        ),
        ("c3*20", (1...20).map { 2 * $0 + 1 }),
        ("c3s2*5", [3, 7, 15, 31, 63]),
        ("c3*5", [3, 5, 7, 9, 11]),
        ("c3d2*5", [5, 9, 13, 17, 21]),
        ("c3 c3d2 c3d4 c3d8 c3d16", [3, 7, 15, 31, 63]),
    ])
    func `fields are those of the article's stacks`(text: String, sizes: [Int]) throws {
        #expect(try profile(text).rows.map { $0.field?.sizes[0] } == sizes)
    }

    @Test func `growing dilation leaves no gaps, a fixed one does`() throws {
        let growing = try #require(try profile("c3 c3d2 c3d4 c3d8 c3d16").rows.last?.field)
        #expect(growing.density == 1 && growing.scale == 63)
        let fixed = try #require(try profile("c3d2*5").rows.last?.field)
        #expect(fixed.scale == 11 && abs(fixed.density - 0.274) < 0.001)
    }

    @Test(arguments: [
        (
            "resnet50",
            ["conv1": 7, "maxpool": 11, "layer1.2.relu_2": 35, "layer2.3.relu_2": 91, "layer3.5.relu_2": 267, "layer4.2.relu_2": 427]
        ),
        ("resnet50-caffe", ["layer1.2.relu_2": 35, "layer2.3.relu_2": 99, "layer3.5.relu_2": 291, "layer4.2.relu_2": 483]),
        ("vgg16", ["features.4": 6, "features.9": 16, "features.16": 44, "features.23": 100, "features.30": 212]),
    ])
    func `fields of known networks are the published ones`(architecture: String, fields: [String: Int]) throws {
        let profile = try profile(architecture: architecture)
        for (name, size) in fields {
            let row = try #require(profile.rows.first { $0.layer.name == name })
            #expect(row.field?.sizes == [size, size], "\(name)")
        }
        #expect(profile.isComplete)
    }

    @Test func `what only rewrites numbers in place is not decisive`() throws {
        let profile = try profile(architecture: "resnet18")
        let decisive = Set(profile.rows.filter(\.isDecisive).map(\.layer.operatorName))
        #expect(decisive == ["Conv", "MaxPool", "GlobalAveragePool", "Gemm", "Flatten"])
        #expect(profile.parameterCount == 11_689_512)
    }

    @Test(arguments: [1, 2, 3]) func `sequences and volumes have fields too`(axisCount: Int) throws {
        let row = try #require(try profile("c3 p2 c3d2", axisCount: axisCount, side: 16).rows.last)
        #expect(row.field?.sizes == [Int](repeating: 12, count: axisCount))
        #expect(row.resolution == [Int](repeating: 8, count: axisCount))
    }

    @Test func `one that is stopped has the layers reached so far`() throws {
        let control = RunControl()
        control.cancel()
        let graph = try NetworkText(size: [64, 64], weights: .zeros).graph("c3*5", name: "text")
        let profile = NetworkProfile(try Network(graph, inputShapes: ["input": [1, 3, 64, 64]]), name: "text", control: control)
        #expect(profile.rows.isEmpty && !profile.isComplete && profile.layerCount == 5)
    }

    @Test(arguments: [(112.0, 3), (223.9, 3), (224, 4), (448, 5), (56, 2), (14, 0), (7, -1)])
    func `an object goes to the level of its size`(size: Double, level: Int) {
        #expect(PyramidLevel.level(of: size) == level)
        #expect(PyramidLevel.sizes(of: level).contains(size))
    }
}
