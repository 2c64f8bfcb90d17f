/// The digit network that ships with the program: two convolutions, two poolings, two fully connected layers, on 28×28 gray pictures.
///
/// Source: its kind is that of LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proceedings of
/// the IEEE 86(11), 1998, doi:10.1109/5.726791; `Tools/train-digits.py` trains it.
package struct DigitNetwork: Architecture {
    package let name = "digits"

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let input = builder.input(channelCount: 1, heightInPixels: 28, widthInPixels: 28)
        var x = builder.convolution("conv1", of: input, channelCount: 8, kernel: 5, padding: .each(2), bias: true)
        x = builder.relu("relu1", of: x)
        x = builder.maximumPooling("pool1", of: x, kernel: 2, stride: 2)
        x = builder.convolution("conv2", of: x, channelCount: 16, kernel: 5, padding: .each(2), bias: true)
        x = builder.relu("relu2", of: x)
        x = builder.maximumPooling("pool2", of: x, kernel: 2, stride: 2)
        x = builder.flattening("flatten", of: x, positionCount: 49)
        x = builder.linear("fc1", of: x, channelCount: 64)
        x = builder.relu("relu3", of: x)
        return builder.linear("fc2", of: x)
    }
}

extension DigitNetwork: ArchitectureFamily {
    package static let variants: [any Architecture] = [DigitNetwork()]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        let isOwn = shapes.outputCount("conv1") == 8 && shapes.inputCount("conv1") == 1 && shapes.outputCount("fc1") == 64
        return isOwn ? DigitNetwork() : nil
    }
}
