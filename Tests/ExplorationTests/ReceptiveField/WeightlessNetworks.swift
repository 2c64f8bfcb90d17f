import Inference
import ModelFormats
import Tensors
import Testing

/// A network of an architecture, with numbers that do not matter.
func weightless(_ architecture: some Architecture, classCount: Int = 1000, sizeInPixels: Int = 224) throws -> Network {
    var counting = GraphBuilder(name: architecture.name, weights: StateDictionary())
    let classifier = architecture.build(with: &counting).name
    var weights = StateDictionary()
    for difference in counting.differences {
        guard case .missing(let name, var shape) = difference else { continue }
        if name.hasPrefix("\(classifier).") { shape.dimensions[0] = classCount }
        weights[name] = Tensor(shape) { _ in }
    }
    var builder = GraphBuilder(name: architecture.name, weights: weights)
    let output = architecture.build(with: &builder)
    try #require(builder.differences.isEmpty)
    return try Network(builder.graph(output: output), inputShapes: ["input": [1, 3, sizeInPixels, sizeInPixels]])
}

/// ResNet-50 as first published, with the stride of a bottleneck on its first 1×1 convolution.
struct FirstResNet: Architecture {
    let name = "resnet50-first"

    func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let input = builder.input(channelCount: 3, heightInPixels: nil, widthInPixels: nil)
        var x = builder.convolution("conv1", of: input, channelCount: 4, kernel: 7, stride: 2, padding: .each(3))
        x = builder.maximumPooling("maxpool", of: x, kernel: 3, stride: 2, padding: 1)
        for (stage, count) in [3, 4, 6, 3].enumerated() {
            for block in 0..<count {
                let (name, stride) = ("layer\(stage + 1).\(block)", stage > 0 && block == 0 ? 2 : 1)
                let skip = block == 0 ? builder.convolution("\(name).skip", of: x, channelCount: 4, kernel: 1, stride: stride) : x
                x = builder.convolution("\(name).conv1", of: x, channelCount: 4, kernel: 1, stride: stride)
                x = builder.convolution("\(name).conv2", of: x, channelCount: 4, kernel: 3, padding: .each(1))
                x = builder.convolution("\(name).conv3", of: x, channelCount: 4, kernel: 1)
                x = builder.sum("\(name).add", of: x, and: skip)
            }
        }
        return builder.flattening("flatten", of: builder.globalAveragePooling("avgpool", of: x), positionCount: 1)
    }
}
