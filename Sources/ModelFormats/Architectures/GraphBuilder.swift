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

    private let weights: StateDictionary
    /// Where there is no file: what every parameter is made of.
    private let made: MadeWeights?
    private let classCount: Int
    private var graph: Graph
    private var furtherOutputs: [String] = []
    private var takenNames: Set<String> = []
    private var fittingCount = 0
    private var shortcomings: [ParameterDifference] = []
    /// Modules of the file that only training needs.
    private var ignoredModules: [String] = []

    /// The newest operator set: activations of today's networks are operators of their own there.
    private static let operatorSet = 24

    package init(name: String, weights: StateDictionary) {
        self.weights = weights
        made = nil
        classCount = 1
        graph = Graph(name: name, operatorSet: Self.operatorSet)
    }

    /// Takes no file's weights, but makes its own, of the right shapes; `classCount` is what a file's classifier would say.
    package init(name: String, making weights: MadeWeights, classCount: Int) {
        self.weights = StateDictionary()
        made = weights
        self.classCount = classCount
        graph = Graph(name: name, operatorSet: Self.operatorSet)
    }

    // MARK: - What came of it

    /// Whether the file's weights are exactly those of the layers added so far.
    package var fits: Bool { shortcomings.isEmpty && unexpectedNames.isEmpty }

    /// Where the weights are not those of the layers added so far, the layers' order first.
    package var differences: [ParameterDifference] {
        shortcomings
            + unexpectedNames.map { name in .unexpected(name: name, found: weights[name]?.shape ?? []) }
    }

    /// The file's tensors beyond those of the layers added so far, where they are in modules of their own and nothing else differs.
    package var foreignNames: [String]? {
        func module(_ name: String) -> Substring { name.prefix { $0 != "." } }
        let modules = Set(takenNames.map(module))
        return shortcomings.isEmpty && !unexpectedNames.contains { modules.contains(module($0)) } ? unexpectedNames : nil
    }

    /// The share of parameters, the file's and the layers' taken together, that agree: `0...1`.
    package var likeness: Double {
        Double(fittingCount) / Double(max(1, takenNames.count + unexpectedNames.count))
    }

    /// Batch counters are the only tensors of a file that inference has no use for.
    private var unexpectedNames: [String] {
        weights.names.filter { name in
            !takenNames.contains(name) && !name.hasSuffix(".num_batches_tracked") && !ignoredModules.contains { name.hasPrefix("\($0).") }
        }
    }

    /// The graph of the layers added so far, its weights in float32.
    package func graph(output: Value) -> Graph {
        var graph = graph
        graph.outputs = [output.name] + furtherOutputs
        graph.constants = graph.constants.mapValues { $0.elementType.isFloatingPoint ? $0.convertedToFloat32() : $0 }
        return graph
    }

    /// Adds a value to those that the network is for, after the one that ``Architecture/build(with:)`` returns.
    package mutating func alsoReturn(_ value: Value) { furtherOutputs.append(value.name) }

    // MARK: - What the file has

    /// Whether the network goes on with a module: a file may end before its classifier.
    ///
    /// Where there is no file, everything is there.
    package func has(_ module: String) -> Bool {
        weights.isEmpty || weights.names.contains { $0.hasPrefix("\(module).") }
    }

    /// Leaves out what only training needs, such as an auxiliary classifier.
    package mutating func ignore(_ module: String) { ignoredModules.append(module) }

    /// The extent of a parameter's first axis where the file decides it: a classifier's classes.
    func outputCount(of layer: String) -> Int {
        guard made == nil, let shape = weights["\(layer).weight"]?.shape, shape.rank > 0 else { return classCount }
        return shape[0]
    }

    /// Channels of a picture that the file's first convolution wants: what its weights say, where that can be.
    private func inputChannelCount(of layer: String) -> Int? {
        guard let shape = weights["\(layer).weight"]?.shape, shape.rank == 4, (1...4096).contains(shape[1]) else { return nil }
        return shape[1]
    }

    // MARK: - Inputs, parameters and nodes

    /// The network's input `[N, C, H, W]`; `nil` leaves height and width open.
    package mutating func input(channelCount: Int, heightInPixels: Int?, widthInPixels: Int?) -> Value {
        graph.inputs.append(GraphInput(name: "input", dimensions: [nil, channelCount, heightInPixels, widthInPixels]))
        return Value(name: "input", channelCount: channelCount)
    }

    /// A square input with as many channels as the first convolution's weights have, otherwise 3 for color; `nil` leaves its size open.
    package mutating func input(for layer: String, sideInPixels: Int? = nil, otherwise channelCount: Int = 3) -> Value {
        input(
            channelCount: inputChannelCount(of: layer) ?? channelCount, heightInPixels: sideInPixels, widthInPixels: sideInPixels)
    }

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
            graph.constants[name] = tensor
        }
        return name
    }

    /// A value that is no parameter: bounds, places, axes.
    mutating func constant(_ name: String, _ tensor: Tensor) -> String {
        graph.constants[name] = tensor
        return name
    }

    /// A node whose value has its name.
    mutating func add(
        _ name: String, _ operatorName: String, _ inputs: [String], _ channelCount: Int, _ attributes: Attributes = [:]
    ) -> Value {
        graph.nodes.append(Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes))
        return Value(name: name, channelCount: channelCount)
    }
}
