import Inference
import Tensors

/// How far a window reaches past the edge of its input.
package enum Padding {
    /// As many rows and columns on every side.
    case each(Int)
    /// As many rows above and below, and columns left and right.
    case axes(Int, Int)
    /// TensorFlow's SAME: the output has ⌈input ÷ stride⌉ rows, and what padding is odd goes to the end.
    case same
}

// MARK: - Layers with weights

extension GraphBuilder {
    /// A square convolution: `weight [outputs, inputs ÷ groups, kernel, kernel]`, and `bias [outputs]` where it has one.
    package mutating func convolution(
        _ name: String, of input: Value, channelCount: Int, kernel: Int, stride: Int = 1, padding: Padding = .each(0), groups: Int = 1,
        bias: Bool = false
    ) -> Value {
        convolution(
            name, of: input, channelCount: channelCount, kernel: (kernel, kernel), stride: stride, padding: padding, groups: groups,
            bias: bias)
    }

    /// A convolution whose window has any height and width.
    package mutating func convolution(
        _ name: String, of input: Value, channelCount: Int, kernel: (height: Int, width: Int), stride: Int = 1,
        padding: Padding = .each(0), groups: Int = 1, bias: Bool = false
    ) -> Value {
        let shape: Shape = [channelCount, input.channelCount / max(1, groups), kernel.height, kernel.width]
        var inputs = [input.name, parameter("\(name).weight", shape)]
        if bias { inputs.append(parameter("\(name).bias", [channelCount])) }
        var attributes: Attributes = [
            "kernel_shape": .ints([kernel.height, kernel.width]), "strides": .ints([stride, stride]), "dilations": .ints([1, 1]),
            "group": .int(groups),
        ]
        switch padding {
        case .each(let count): attributes["pads"] = .ints([count, count, count, count])
        case .axes(let rows, let columns): attributes["pads"] = .ints([rows, columns, rows, columns])
        case .same where stride == 1 && kernel.height % 2 == 1 && kernel.width % 2 == 1:
            attributes["pads"] = .ints([kernel.height / 2, kernel.width / 2, kernel.height / 2, kernel.width / 2])
        case .same: attributes["auto_pad"] = .string("SAME_UPPER")
        }
        return add(name, "Conv", inputs, channelCount, attributes)
    }

    /// Batch normalization by the running mean and variance.
    package mutating func batchNormalization(_ name: String, of input: Value, epsilon: Float = 1e-5) -> Value {
        let parameters = ["weight", "bias", "running_mean", "running_var"].map { parameter("\(name).\($0)", [input.channelCount]) }
        return add(name, "BatchNormalization", [input.name] + parameters, input.channelCount, ["epsilon": .float(epsilon)])
    }

    /// Normalization over the last axis, which has as many positions as there are channels.
    mutating func layerNormalization(_ name: String, of input: Value, parameters: String? = nil, epsilon: Float) -> Value {
        let names = ["weight", "bias"].map { parameter("\(parameters ?? name).\($0)", [input.channelCount]) }
        return add(name, "LayerNormalization", [input.name] + names, input.channelCount, ["axis": .int(-1), "epsilon": .float(epsilon)])
    }

    /// A fully connected layer with bias: `weight [outputs, inputs]`; without `channelCount` the file says how many outputs there are.
    package mutating func linear(_ name: String, of input: Value, channelCount: Int? = nil) -> Value {
        let outputs = channelCount ?? outputCount(of: name)
        let inputs = [
            input.name, parameter("\(name).weight", [outputs, input.channelCount]), parameter("\(name).bias", [outputs]),
        ]
        return add(name, "Gemm", inputs, outputs, ["transB": .int(1)])
    }

    /// The input times a factor `[C, 1, 1]` for each channel.
    mutating func scaling(_ name: String, of input: Value, by factors: String) -> Value {
        add(name, "Mul", [parameter(factors, [input.channelCount, 1, 1]), input.name], input.channelCount)
    }
}

// MARK: - Activations

/// A function of each number alone.
package enum Activation: Equatable, Sendable {
    case relu, relu6, sigmoid
    /// `clip(x ÷ 6 + ½, 0, 1)`, and `x` times that.
    case hardSigmoid, hardSwish
    /// `x · sigmoid(x)`, also called swish.
    case silu
    /// `x · Φ(x)`, exactly.
    case gelu
}

extension GraphBuilder {
    package mutating func activation(_ name: String, of input: Value, _ function: Activation) -> Value {
        switch function {
        case .relu: return add(name, "Relu", [input.name], input.channelCount)
        case .relu6:
            let bounds = [constant("relu6.minimum", Tensor(scalar: 0)), constant("relu6.maximum", Tensor(scalar: 6))]
            return add(name, "Clip", [input.name] + bounds, input.channelCount)
        case .sigmoid: return add(name, "Sigmoid", [input.name], input.channelCount)
        case .hardSigmoid:
            return add(name, "HardSigmoid", [input.name], input.channelCount, ["alpha": .float(1 / 6), "beta": .float(0.5)])
        case .hardSwish: return add(name, "HardSwish", [input.name], input.channelCount)
        case .silu: return add(name, "Swish", [input.name], input.channelCount)
        case .gelu: return add(name, "Gelu", [input.name], input.channelCount)
        }
    }

    package mutating func relu(_ name: String, of input: Value) -> Value { activation(name, of: input, .relu) }

    /// Dropout, which lets everything pass outside training.
    package mutating func dropout(_ name: String, of input: Value) -> Value {
        add(name, "Dropout", [input.name], input.channelCount)
    }
}
