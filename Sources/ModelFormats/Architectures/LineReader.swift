/// A network that reads a line of text: convolutions that leave a row of columns, and two bidirectional LSTMs along it.
///
/// The result `[N, T, K]` holds for each of T places the scores of K characters, the blank of connectionist temporal classification first.
/// Layers have the names of EasyOCR's second generation, whose `english_g2` weights they take.
///
/// Source: Shi, Bai, Yao, "An end-to-end trainable neural network for image-based sequence recognition and its application to scene text
/// recognition", IEEE TPAMI 39(11), 2017, doi:10.1109/TPAMI.2016.2646371.
package struct LineReader: Architecture {
    package let name = "english-g2"

    private static let hiddenCount = 256
    private static let convolutions = "FeatureExtraction.ConvNet"

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(channelCount: 1, heightInPixels: 64, widthInPixels: nil)
        x = addConvolutions(of: x, to: &builder)
        x = builder.meanOverRows("AdaptiveAvgPool", of: x)
        for number in 0..<2 {
            let block = "SequenceModeling.\(number)"
            x = builder.bidirectionalLSTM("\(block).rnn", of: x, hiddenCount: Self.hiddenCount)
            x = builder.sequenceLinear("\(block).linear", of: x, channelCount: Self.hiddenCount)
        }
        return builder.sequenceLinear("Prediction", of: x)
    }

    private func addConvolutions(of input: GraphBuilder.Value, to builder: inout GraphBuilder) -> GraphBuilder.Value {
        func layer(_ number: Int) -> String { "\(Self.convolutions).\(number)" }
        func rectified(_ x: GraphBuilder.Value, _ number: Int, width: Int) -> GraphBuilder.Value {
            let y = builder.convolution(layer(number), of: x, channelCount: width, kernel: 3, padding: .each(1), bias: true)
            return builder.relu(layer(number + 1), of: y)
        }
        func normalized(_ x: GraphBuilder.Value, _ number: Int, width: Int) -> GraphBuilder.Value {
            let y = builder.convolution(layer(number), of: x, channelCount: width, kernel: 3, padding: .each(1))
            return builder.relu(layer(number + 2), of: builder.batchNormalization(layer(number + 1), of: y))
        }
        var x = rectified(input, 0, width: 32)
        x = builder.maximumPooling(layer(2), of: x, kernel: 2, stride: 2)
        x = rectified(x, 3, width: 64)
        x = builder.maximumPooling(layer(5), of: x, kernel: 2, stride: 2)
        x = rectified(rectified(x, 6, width: 128), 8, width: 128)
        x = builder.maximumPoolingOfRows(layer(10), of: x)
        x = normalized(normalized(x, 11, width: 256), 14, width: 256)
        x = builder.maximumPoolingOfRows(layer(17), of: x)
        x = builder.convolution(layer(18), of: x, channelCount: 256, kernel: 2, bias: true)
        return builder.relu(layer(19), of: x)
    }
}

extension LineReader: ArchitectureFamily {
    package static let variants: [any Architecture] = [LineReader()]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? { shapes.has("Prediction") ? LineReader() : nil }
}
