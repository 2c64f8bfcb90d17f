// MARK: - What several families are made of

extension GraphBuilder {
    /// How a convolution's unit normalizes and what it ends with.
    struct UnitStyle {
        /// Of batch normalization.
        var epsilon: Float = 1e-5
        var activation: Activation? = .relu
    }

    /// torchvision's `Conv2dNormActivation`: a convolution `NAME.0` that keeps the size at stride 1, batch normalization `NAME.1`, and an
    /// activation `NAME.2` where there is one.
    mutating func unit(
        _ name: String, of input: Value, channelCount: Int, kernel: Int, stride: Int = 1, groups: Int = 1, _ style: UnitStyle
    ) -> Value {
        var x = convolution(
            "\(name).0", of: input, channelCount: channelCount, kernel: kernel, stride: stride, padding: .each(kernel / 2), groups: groups)
        x = batchNormalization("\(name).1", of: x, epsilon: style.epsilon)
        guard let function = style.activation else { return x }
        return activation("\(name).2", of: x, function)
    }

    /// torchvision's `SqueezeExcitation`: each map times a factor that two 1×1 convolutions find from the means of all maps.
    ///
    /// Source: Hu, Shen, Sun, "Squeeze-and-excitation networks", CVPR 2018, doi:10.1109/CVPR.2018.00745.
    mutating func squeezeExcitation(
        _ name: String, of input: Value, squeezedCount: Int, _ inner: Activation, scale outer: Activation
    ) -> Value {
        var x = globalAveragePooling("\(name).avgpool", of: input)
        x = convolution("\(name).fc1", of: x, channelCount: squeezedCount, kernel: 1, bias: true)
        x = activation("\(name).activation", of: x, inner)
        x = convolution("\(name).fc2", of: x, channelCount: input.channelCount, kernel: 1, bias: true)
        x = activation("\(name).scale_activation", of: x, outer)
        return product("\(name).mul", of: x, and: input)
    }

    /// Global pooling `avgpool` and flattening: what a network without a classifier ends with.
    mutating func pooledFeatures(of input: Value, pooling name: String = "avgpool") -> Value {
        flattening("flatten", of: globalAveragePooling(name, of: input), positionCount: 1)
    }

    /// A linear classifier, if the file has one.
    mutating func classifier(_ name: String, of input: Value) -> Value {
        has(name) ? linear(name, of: input) : input
    }

    /// Dropout and a linear layer, `NAME.0` and `NAME.1`, if the file has them.
    mutating func dropoutClassifier(_ name: String, of input: Value) -> Value {
        guard has(name) else { return input }
        return linear("\(name).1", of: dropout("\(name).0", of: input))
    }
}
