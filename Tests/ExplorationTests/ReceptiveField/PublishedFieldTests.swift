import Exploration
import Inference
import ModelFormats
import Tensors
import Testing

/// Receptive fields that papers and tables state, computed from graphs.
@Suite struct PublishedFieldTests {
    static let resnet50 = Result { try weightless(ResNet.resnet50) }

    @Test func `ResNet-50 with the stride on its 3x3 convolutions`() throws {
        let network = try Self.resnet50.get()
        let fields = FieldAnalysis(network)
        let expected = [
            ("conv1", 7, 2.0), ("maxpool", 11, 4), ("layer1.2.relu_2", 35, 4), ("layer2.3.relu_2", 91, 8), ("layer3.5.relu_2", 267, 16),
            ("layer4.2.relu_2", 427, 32),
        ]
        for (name, size, jump) in expected {
            let summary = try #require(fields.summary(of: name))
            #expect(summary.sizes == [size, size], "\(name)")
            #expect(summary.jumps == [jump, jump], "\(name)")
            #expect(summary.starts == [0.5, 0.5] && summary.periods == [1, 1] && summary.isExact, "\(name)")
        }
        #expect(network.layers.all.count { $0.operatorName == "Conv" } == 53)
        #expect(network.layers.all.reduce(0) { $0 + $1.parameterCount } == 25_557_032)
        let billions = Double(network.layers.all.reduce(0) { $0 + $1.multiplyAdds }) / 1e9
        #expect(abs(billions - 4.089) < 0.0005)
    }

    @Test func `the first unit of ResNet-50 that sees as much as a picture of 224 pixels`() throws {
        let network = try Self.resnet50.get()
        let fields = FieldAnalysis(network)
        let first = network.layers.all.first { (fields.summary(of: $0.valueName)?.sizes[0] ?? 0) >= 224 }
        #expect(first?.name == "layer3.4.conv2")
        #expect(first.flatMap { fields.summary(of: $0.valueName) }?.sizes == [235, 235])
    }

    @Test func `most of the field of a central unit of ResNet-50 is padding`() throws {
        let field = try FieldAnalysis(try Self.resnet50.get()).field(of: "layer4.2.relu_2")
        #expect(field.position == [3, 3] && field.center == [96.5, 96.5])
        #expect(field.unclipped == [-117..<310, -117..<310] && field.clipped == [0..<224, 0..<224])
        #expect((field.paddingShare * 1000).rounded() == 725)
        #expect(field.support.count == 224 * 224 && field.isExact)
    }

    @Test(arguments: zip([1, 2, 3, 4], [(35, 2), (99, 3), (291, 5), (483, 2)]))
    func `ResNet-50 with the stride on its 1x1 convolutions`(stage: Int, expected: (size: Int, lastBlock: Int)) throws {
        let fields = FieldAnalysis(try weightless(FirstResNet()))
        let summary = try #require(fields.summary(of: "layer\(stage).\(expected.lastBlock).add"))
        #expect(summary.sizes == [expected.size, expected.size])
    }

    @Test func `VGG-16`() throws {
        var sketch = GraphSketch([1, 1, 224, 224])
        for (group, count) in [2, 2, 3, 3, 3].enumerated() {
            for index in 0..<count { sketch.convolution("conv\(group + 1)_\(index + 1)", 3, channels: 1) }
            sketch.pool("pool\(group + 1)", 2, stride: 2)
        }
        let fields = FieldAnalysis(try sketch.network())
        let sizes = (1...5).map { fields.summary(of: "pool\($0)")?.sizes }
        #expect(sizes == [6, 16, 44, 100, 212].map { [$0, $0] })
        #expect(fields.summary(of: "pool5")?.jumps == [32, 32])
    }

    @Test func `EfficientNet-Lite0, whose padding is not the same on both sides`() throws {
        let fields = FieldAnalysis(try weightless(EfficientNetLite.lite0))
        // From the kernels and strides of its blocks, by the recurrences; an odd row of padding goes to the end.
        let expected = [
            ("_conv_stem", 3, 2.0, 1.5), ("_blocks.1._depthwise_conv", 11, 4, 3.5), ("_blocks.3._depthwise_conv", 35, 8, 7.5),
            ("_blocks.5._depthwise_conv", 83, 16, 15.5), ("_blocks.11._depthwise_conv", 403, 32, 31.5), ("_conv_head", 851, 32, 31.5),
        ]
        for (name, size, jump, start) in expected {
            let summary = try #require(fields.summary(of: name))
            #expect(summary.sizes == [size, size] && summary.jumps == [jump, jump] && summary.starts == [start, start], "\(name)")
        }
    }
}

/// The stacks of layers by which the article compares pooling, stride and dilation.
@Suite struct StackFieldTests {
    private func sizes(_ count: Int, _ build: (inout GraphSketch, Int) -> Void) throws -> [FieldSummary] {
        var sketch = GraphSketch([1, 1, 96, 96])
        var names: [String] = []
        for layer in 1...count {
            build(&sketch, layer)
            names.append(sketch.last)
        }
        let fields = FieldAnalysis(try sketch.network())
        return names.compactMap(fields.summary)
    }

    @Test func `twenty convolutions with four pools grow to 234, without to 41`() throws {
        let pooled = try sizes(20) { sketch, layer in
            sketch.convolution("conv\(layer)", 3, channels: 1)
            if [5, 9, 13, 17].contains(layer) { sketch.pool("pool\(layer)", 2, stride: 2) }
        }
        let expected = [3, 5, 7, 9, 12, 16, 20, 24, 30, 38, 46, 54, 66, 82, 98, 114, 138, 170, 202, 234]
        #expect(pooled.map(\.sizes) == expected.map { [$0, $0] })
        #expect(pooled.allSatisfy { $0.density == 1 })
        let plain = try sizes(20) { sketch, layer in sketch.convolution("conv\(layer)", 3, channels: 1) }
        #expect(plain.last?.sizes == [41, 41])
    }

    @Test(arguments: [(2, [3, 7, 15, 31, 63]), (1, [3, 5, 7, 9, 11])])
    func `five convolutions with and without stride`(stride: Int, expected: [Int]) throws {
        let summaries = try sizes(5) { sketch, layer in sketch.convolution("conv\(layer)", 3, stride: stride, channels: 1) }
        #expect(summaries.map { $0.sizes[0] } == expected)
        #expect(summaries.allSatisfy { $0.density == 1 })
    }

    @Test func `dilation at one rate leaves holes, and does not grow exponentially`() throws {
        let summaries = try sizes(5) { sketch, layer in sketch.convolution("conv\(layer)", 3, dilation: 2, channels: 1) }
        #expect(summaries.map { $0.sizes[0] } == [5, 9, 13, 17, 21])
        #expect(summaries.map(\.scale) == [3, 5, 7, 9, 11])
        let density = try #require(summaries.last?.density)
        #expect(abs(density - 0.274) < 0.0005)
    }

    @Test func `dilation at doubling rates grows exponentially, without holes`() throws {
        let summaries = try sizes(5) { sketch, layer in sketch.convolution("conv\(layer)", 3, dilation: 1 << (layer - 1), channels: 1) }
        #expect(summaries.last?.sizes == [63, 63])
        #expect(summaries.last?.density == 1)
    }
}
