import Inference
import Tensors

/// Writes a graph down layer by layer, taking parameters from a file's weights and noting where they do not fit.
///
/// Every layer's value has the layer's own name.
package struct GraphBuilder {
    /// A value of the graph, as the layers after it need to know it.
    package struct Value {
        package let name: String
        /// Feature maps, or features after flattening.
        package let channelCount: Int
    }

    /// How far a window reaches past the edge of its input.
    package enum Padding {
        /// As many rows and columns on every side.
        case each(Int)
        /// TensorFlow's SAME: the output has ⌈input ÷ stride⌉ rows, and what padding is odd goes to the end.
        case same
    }

    private let weights: StateDictionary
    /// Where there is no file: what every parameter is made of.
    private let made: MadeWeights?
    private let classCount: Int
    private var graph: Graph
    private var furtherOutputs: [String] = []
    private var takenNames: Set<String> = []
    private var fittingCount = 0
    private var shortcomings: [ParameterDifference] = []

    package init(name: String, weights: StateDictionary) {
        self.weights = weights
        made = nil
        classCount = 1
        graph = Graph(name: name, operatorSet: 17)
    }

    /// Takes no file's weights, but makes its own, of the right shapes; `classCount` is what a file's classifier would say.
    package init(name: String, making weights: MadeWeights, classCount: Int) {
        self.weights = StateDictionary()
        made = weights
        self.classCount = classCount
        graph = Graph(name: name, operatorSet: 17)
    }

    // MARK: - What came of it

    /// Where the weights are not those of the layers added so far, the layers' order first.
    package var differences: [ParameterDifference] {
        shortcomings
            + unexpectedNames.map { name in .unexpected(name: name, found: weights[name]?.shape ?? []) }
    }

    /// The share of parameters, the file's and the layers' taken together, that agree: `0...1`.
    package var likeness: Double {
        Double(fittingCount) / Double(max(1, takenNames.count + unexpectedNames.count))
    }

    /// Batch counters are the only tensors of a file that inference has no use for.
    private var unexpectedNames: [String] {
        weights.names.filter { !takenNames.contains($0) && !$0.hasSuffix(".num_batches_tracked") }
    }

    /// The graph of the layers added so far.
    package func graph(output: Value) -> Graph {
        var graph = graph
        graph.outputs = [output.name] + furtherOutputs
        return graph
    }

    /// Adds a value to those that the network is for, after the one that ``Architecture/build(with:)`` returns.
    package mutating func alsoReturn(_ value: Value) { furtherOutputs.append(value.name) }

    // MARK: - Parameters

    /// A parameter that must have `shape`.
    mutating func parameter(_ name: String, _ shape: Shape) -> String {
        takenNames.insert(name)
        if let made {
            graph.constants[name] = made.parameter(name, shape, place: takenNames.count)
            return name
        }
        guard let tensor = weights[name] else {
            shortcomings.append(.missing(name: name, expected: shape))
            return name
        }
        if tensor.shape != shape {
            shortcomings.append(.shape(name: name, expected: shape, found: tensor.shape))
        } else if !tensor.elementType.isFloatingPoint {
            shortcomings.append(.elementType(name: name, found: tensor.elementType))
        } else {
            fittingCount += 1
            graph.constants[name] = tensor.convertedToFloat32()
        }
        return name
    }

    /// A value that no file holds.
    mutating func constant(_ name: String, _ value: Tensor) -> String {
        graph.constants[name] = value
        return name
    }

    /// The extent of a parameter's first axis where the file decides it: a classifier's classes.
    func outputCount(of name: String) -> Int {
        guard made == nil, let shape = weights[name]?.shape, shape.rank > 0 else { return classCount }
        return shape[0]
    }

    // MARK: - Layers

    /// The network's input `[N, C, H, W]`; `nil` leaves height and width open.
    package mutating func input(channelCount: Int, heightInPixels: Int?, widthInPixels: Int?) -> Value {
        graph.inputs.append(GraphInput(name: "input", dimensions: [nil, channelCount, heightInPixels, widthInPixels]))
        return Value(name: "input", channelCount: channelCount)
    }

    /// A square convolution: `weight [outputs, inputs ÷ groups, kernel, kernel]`, and `bias [outputs]` where it has one.
    package mutating func convolution(
        _ name: String, of input: Value, channelCount: Int, kernel: Int, stride: Int = 1, padding: Padding = .each(0), groups: Int = 1,
        bias: Bool = false
    ) -> Value {
        var inputs = [input.name, parameter("\(name).weight", [channelCount, input.channelCount / groups, kernel, kernel])]
        if bias { inputs.append(parameter("\(name).bias", [channelCount])) }
        var attributes: Attributes = [
            "kernel_shape": .ints([kernel, kernel]), "strides": .ints([stride, stride]), "dilations": .ints([1, 1]), "group": .int(groups),
        ]
        switch padding {
        case .each(let count): attributes["pads"] = .ints([count, count, count, count])
        case .same where stride == 1 && kernel % 2 == 1: attributes["pads"] = .ints(Array(repeating: kernel / 2, count: 4))
        case .same: attributes["auto_pad"] = .string("SAME_UPPER")
        }
        return add(name, "Conv", inputs, channelCount, attributes)
    }

    /// Batch normalization by the running mean and variance.
    package mutating func batchNormalization(_ name: String, of input: Value, epsilon: Float = 1e-5) -> Value {
        let parameters = ["weight", "bias", "running_mean", "running_var"].map { parameter("\(name).\($0)", [input.channelCount]) }
        return add(name, "BatchNormalization", [input.name] + parameters, input.channelCount, ["epsilon": .float(epsilon)])
    }

    package mutating func relu(_ name: String, of input: Value) -> Value {
        add(name, "Relu", [input.name], input.channelCount)
    }

    /// `min(max(x, 0), 6)`
    package mutating func relu6(_ name: String, of input: Value) -> Value {
        graph.constants["relu6.minimum"] = Tensor(scalar: 0)
        graph.constants["relu6.maximum"] = Tensor(scalar: 6)
        return add(name, "Clip", [input.name, "relu6.minimum", "relu6.maximum"], input.channelCount)
    }

    package mutating func sum(_ name: String, of first: Value, and second: Value) -> Value {
        add(name, "Add", [first.name, second.name], first.channelCount)
    }

    /// The maximum of each window; `roundsUp` keeps windows that begin inside and reach beyond the edge.
    package mutating func maximumPooling(
        _ name: String, of input: Value, kernel: Int, stride: Int, padding: Int = 0, roundsUp: Bool = false
    ) -> Value {
        add(
            name, "MaxPool", [input.name], input.channelCount,
            [
                "kernel_shape": .ints([kernel, kernel]), "strides": .ints([stride, stride]),
                "pads": .ints(Array(repeating: padding, count: 4)), "ceil_mode": .int(roundsUp ? 1 : 0),
            ])
    }

    /// The mean over `kernel` × `kernel` windows that do not overlap.
    package mutating func averagePooling(_ name: String, of input: Value, kernel: Int) -> Value {
        add(
            name, "AveragePool", [input.name], input.channelCount,
            ["kernel_shape": .ints([kernel, kernel]), "strides": .ints([kernel, kernel])])
    }

    package mutating func globalAveragePooling(_ name: String, of input: Value) -> Value {
        add(name, "GlobalAveragePool", [input.name], input.channelCount)
    }

    /// `[N, C, H, W]` to `[N, C·H·W]`, where the maps have `positionCount` = H·W positions.
    package mutating func flattening(_ name: String, of input: Value, positionCount: Int) -> Value {
        add(name, "Flatten", [input.name], input.channelCount * positionCount, ["axis": .int(1)])
    }

    /// Dropout, which lets everything pass outside training.
    package mutating func dropout(_ name: String, of input: Value) -> Value {
        add(name, "Dropout", [input.name], input.channelCount)
    }

    /// A fully connected layer with bias: `weight [outputs, inputs]`; without `channelCount` the file says how many outputs there are.
    package mutating func linear(_ name: String, of input: Value, channelCount: Int? = nil) -> Value {
        let outputs = channelCount ?? outputCount(of: "\(name).weight")
        let inputs = [
            input.name, parameter("\(name).weight", [outputs, input.channelCount]), parameter("\(name).bias", [outputs]),
        ]
        return add(name, "Gemm", inputs, outputs, ["transB": .int(1)])
    }

    /// Adds a node whose value has the layer's name.
    mutating func add(
        _ name: String, _ operatorName: String, _ inputs: [String], _ channelCount: Int, _ attributes: Attributes = [:]
    ) -> Value {
        graph.nodes.append(Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes))
        return Value(name: name, channelCount: channelCount)
    }
}
