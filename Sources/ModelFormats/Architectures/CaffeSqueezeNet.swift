/// SqueezeNet 1.1 with the weights of its authors, the layers named as in their Caffe network: `fire2/squeeze1x1`.
///
/// The file is a pickle of NumPy arrays, kernels `[height, width, inputs, outputs]` and biases in a list for each layer. Input 227×227, no
/// rectifier after the last convolution, as the package has it that carries the weights.
///
/// Source: Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model
/// size", arXiv:1602.07360.
package struct CaffeSqueezeNet: Architecture {
    package let name = "squeezenet-caffe"

    /// Widths of the squeezing and of each of the two expanding convolutions; a pooling stands before the first and the third pair.
    private static let fires = [(16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)]

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let input = builder.input(channelCount: 3, heightInPixels: 227, widthInPixels: 227)
        var x = builder.kernelsLastConvolution("conv1", of: input, channelCount: 64, kernel: 3, stride: 2, padding: 1)
        x = builder.relu("relu_conv1", of: x)
        x = builder.maximumPooling("pool1", of: x, kernel: 3, stride: 2)
        for (index, fire) in Self.fires.enumerated() {
            let number = index + 2
            if number == 4 || number == 6 { x = builder.maximumPooling("pool\(number - 1)", of: x, kernel: 3, stride: 2) }
            x = addFire("fire\(number)", of: x, squeezed: fire.0, expanded: fire.1, to: &builder)
        }
        x = builder.dropout("drop9", of: x)
        x = builder.kernelsLastConvolution("conv10", of: x, channelCount: 1000, kernel: 1)
        x = builder.globalAveragePooling("pool10", of: x)
        return builder.flattening("flatten10", of: x, positionCount: 1)
    }

    private func addFire(
        _ name: String, of input: GraphBuilder.Value, squeezed: Int, expanded: Int, to builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        var x = builder.kernelsLastConvolution("\(name)/squeeze1x1", of: input, channelCount: squeezed, kernel: 1)
        x = builder.relu("\(name)/relu_squeeze1x1", of: x)
        let parts = [1, 3].map { kernel in
            let layer = "expand\(kernel)x\(kernel)"
            let y = builder.kernelsLastConvolution("\(name)/\(layer)", of: x, channelCount: expanded, kernel: kernel, padding: kernel / 2)
            return builder.relu("\(name)/relu_\(layer)", of: y)
        }
        return builder.joining("\(name)/concat", parts)
    }
}

extension CaffeSqueezeNet: ArchitectureFamily {
    package static let variants: [any Architecture] = [CaffeSqueezeNet()]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        shapes.has(parameter: "fire2/squeeze1x1.0") ? CaffeSqueezeNet() : nil
    }
}
