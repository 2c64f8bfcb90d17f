import Inference
import Tensors

/// Layers beside those of a plain convolutional network.
extension GraphBuilder {
    /// `x` where it is positive, else `weight[c] · x`: one slope a channel, `weight [C]`.
    package mutating func parametricRelu(_ name: String, of input: Value, spatialAxisCount: Int) -> Value {
        var slope = parameter("\(name).weight", [input.channelCount])
        if spatialAxisCount > 0 {
            let axes = constant("\(name).axes", Tensor([spatialAxisCount], elements: (1...spatialAxisCount).map(Int64.init)))
            slope = add("\(name).slope", "Unsqueeze", [slope, axes], input.channelCount).name
        }
        return add(name, "PRelu", [input.name, slope], input.channelCount)
    }

    package mutating func softmax(_ name: String, of input: Value, axis: Int) -> Value {
        add(name, "Softmax", [input.name], input.channelCount, ["axis": .int(axis)])
    }

    /// The axes in another order; `channelCount` stays what it was.
    package mutating func transposition(_ name: String, of input: Value, axes: [Int]) -> Value {
        add(name, "Transpose", [input.name], input.channelCount, ["perm": .ints(axes)])
    }

    /// The channels of several maps of one size, one after the other.
    package mutating func joining(_ name: String, _ inputs: [Value]) -> Value {
        add(name, "Concat", inputs.map(\.name), inputs.reduce(0) { $0 + $1.channelCount }, ["axis": .int(1)])
    }

    /// A square convolution as files of TensorFlow's order have it: kernels `[height, width, inputs, outputs]` in `NAME.0`, biases in `NAME.1`.
    package mutating func kernelsLastConvolution(
        _ name: String, of input: Value, channelCount: Int, kernel: Int, stride: Int = 1, padding: Int = 0
    ) -> Value {
        let stored = parameter("\(name).0", [kernel, kernel, input.channelCount, channelCount])
        let weight = add("\(name).weight", "Transpose", [stored], channelCount, ["perm": .ints([3, 2, 0, 1])]).name
        let inputs = [input.name, weight, parameter("\(name).1", [channelCount])]
        let attributes: Attributes = [
            "kernel_shape": .ints([kernel, kernel]), "strides": .ints([stride, stride]), "pads": .ints(Array(repeating: padding, count: 4)),
        ]
        return add(name, "Conv", inputs, channelCount, attributes)
    }
}

// MARK: - Sequences

extension GraphBuilder {
    /// The greater one of each two rows; columns stay.
    package mutating func maximumPoolingOfRows(_ name: String, of input: Value) -> Value {
        add(name, "MaxPool", [input.name], input.channelCount, ["kernel_shape": .ints([2, 1]), "strides": .ints([2, 1])])
    }

    /// The mean of each column, a sequence along the columns: `[N, C, H, W]` to `[N, W, C]`.
    package mutating func meanOverRows(_ name: String, of input: Value) -> Value {
        let rows = constant("\(name).rows", Tensor([1], elements: [Int64(2)]))
        let mean = add("\(name).mean", "ReduceMean", [input.name, rows], input.channelCount, ["keepdims": .int(0)])
        return transposition(name, of: mean, axes: [0, 2, 1])
    }

    /// A long short-term memory in both directions, `[N, T, C]` to `[N, T, 2·hiddenCount]`, with PyTorch's parameters.
    ///
    /// PyTorch has the gates in the order input, forget, cell, output, ONNX in the order input, output, forget, cell.
    package mutating func bidirectionalLSTM(_ name: String, of input: Value, hiddenCount: Int) -> Value {
        let rows = [0, 3, 1, 2].flatMap { gate in (0..<hiddenCount).map { Int64(gate * hiddenCount + $0) } }
        let order = constant("\(name).gates", Tensor([rows.count], elements: rows))
        func both(_ builder: inout GraphBuilder, _ part: String, _ width: [Int]) -> [String] {
            ["", "_reverse"].map { direction in
                let stored = builder.parameter("\(name).\(part)_l0\(direction)", Shape([4 * hiddenCount] + width))
                return builder.add("\(name).\(part)\(direction).gates", "Gather", [stored, order], hiddenCount, ["axis": .int(0)]).name
            }
        }
        let axes = constant("\(name).axes", Tensor([1], elements: [Int64(0)]))
        func stacked(_ builder: inout GraphBuilder, _ part: String, _ parts: [String]) -> String {
            let rows = parts.map { builder.add("\($0).row", "Unsqueeze", [$0, axes], hiddenCount).name }
            return builder.add("\(name).\(part)", "Concat", rows, hiddenCount, ["axis": .int(0)]).name
        }
        let weights = stacked(&self, "W", both(&self, "weight_ih", [input.channelCount]))
        let recurrences = stacked(&self, "R", both(&self, "weight_hh", [hiddenCount]))
        let biases = zip(both(&self, "bias_ih", []), both(&self, "bias_hh", [])).enumerated().map { index, pair in
            add("\(name).bias\(index)", "Concat", [pair.0, pair.1], hiddenCount, ["axis": .int(0)]).name
        }
        let bias = stacked(&self, "B", biases)
        let steps = transposition("\(name).steps", of: input, axes: [1, 0, 2])
        let states = add(
            "\(name).states", "LSTM", [steps.name, weights, recurrences, bias], hiddenCount,
            ["hidden_size": .int(hiddenCount), "direction": .string("bidirectional")])
        let shape = constant("\(name).shape", Tensor([3], elements: [0, 0, Int64(2 * hiddenCount)]))
        let batch = transposition("\(name).batch", of: states, axes: [2, 0, 1, 3])
        return add(name, "Reshape", [batch.name, shape], 2 * hiddenCount)
    }

    /// A fully connected layer at every place of a sequence `[N, T, C]`; without `channelCount` the file says how many outputs there are.
    package mutating func sequenceLinear(_ name: String, of input: Value, channelCount: Int? = nil) -> Value {
        let outputs = channelCount ?? outputCount(of: name)
        let stored = parameter("\(name).weight", [outputs, input.channelCount])
        let weight = add("\(name).transposed", "Transpose", [stored], outputs, ["perm": .ints([1, 0])]).name
        let product = add("\(name).product", "MatMul", [input.name, weight], outputs).name
        return add(name, "Add", [product, parameter("\(name).bias", [outputs])], outputs)
    }
}
