import Inference
import Tensors
import TestSupport

/// Writes a graph down for a test, node by node; the value of a node has the node's name.
struct GraphSketch {
    private(set) var graph = Graph(name: "sketch", operatorSet: 17)
    private(set) var last: String
    private var seed: UInt64
    private var channels: [String: Int]

    /// - Parameter shape: the input's, `[1, C, …]`.
    init(_ shape: Shape, seed: UInt64 = 1) {
        graph.inputs = [GraphInput(name: "x", dimensions: shape.dimensions)]
        last = "x"
        channels = ["x": shape.rank > 1 ? shape[1] : 1]
        self.seed = seed
    }

    /// Adds a node after `inputs`, or after the last one.
    @discardableResult
    mutating func add(
        _ operatorName: String, _ name: String, of inputs: [String]? = nil, _ attributes: Attributes = [:], channels count: Int? = nil,
        outputs: [String]? = nil
    ) -> String {
        let inputs = inputs ?? [last]
        graph.nodes.append(
            Node(name: name, operatorName: operatorName, inputs: inputs, outputs: outputs ?? [name], attributes: attributes))
        channels[name] = count ?? inputs.compactMap { channels[$0] }.first ?? 1
        graph.outputs = [name]
        last = name
        return name
    }

    /// A value that is known beforehand.
    @discardableResult
    mutating func constant(_ name: String, _ tensor: Tensor) -> String {
        graph.constants[name] = tensor
        return name
    }

    /// A constant list of integers.
    mutating func integers(_ name: String, _ numbers: [Int]) -> String {
        constant(name, Tensor([numbers.count], elements: numbers.map { Int64($0) }))
    }

    /// A convolution over as many axes as `kernel` has, with weights from 0.5 to 1.5, so that nothing cancels.
    @discardableResult
    mutating func convolution(
        _ name: String, of input: String? = nil, kernel: [Int], stride: [Int]? = nil, dilation: [Int]? = nil, pads: [Int]? = nil,
        auto: String? = nil, group: Int = 1, channels count: Int = 2
    ) -> String {
        let input = input ?? last
        seed += 1
        let shape = Shape([count, (channels[input] ?? 1) / group] + kernel)
        let weights = constant("\(name).weight", Tensor.random(shape, in: 0.5...1.5, seed: seed))
        let dilation = dilation ?? kernel.map { _ in 1 }
        let same = zip(kernel, dilation).map { ($0 - 1) * $1 / 2 }
        var attributes: Attributes = [
            "kernel_shape": .ints(kernel), "strides": .ints(stride ?? kernel.map { _ in 1 }), "dilations": .ints(dilation),
            "group": .int(group),
        ]
        if let auto { attributes["auto_pad"] = .string(auto) } else { attributes["pads"] = .ints(pads ?? same + same) }
        return add("Conv", name, of: [input, weights], attributes, channels: count)
    }

    /// A square convolution of two axes.
    @discardableResult
    mutating func convolution(
        _ name: String, of input: String? = nil, _ kernel: Int, stride: Int = 1, dilation: Int = 1, pad: Int? = nil, group: Int = 1,
        channels count: Int = 2
    ) -> String {
        convolution(
            name, of: input, kernel: [kernel, kernel], stride: [stride, stride], dilation: [dilation, dilation],
            pads: pad.map { [$0, $0, $0, $0] }, group: group, channels: count)
    }

    /// A square pool without padding.
    @discardableResult
    mutating func pool(_ name: String, of input: String? = nil, _ kernel: Int, stride: Int, operatorName: String = "MaxPool") -> String {
        add(
            operatorName, name, of: [input ?? last],
            ["kernel_shape": .ints([kernel, kernel]), "strides": .ints([stride, stride])])
    }

    /// Twice as high and wide, or otherwise larger.
    @discardableResult
    mutating func upsample(_ name: String, of input: String? = nil, by factor: Float = 2, _ attributes: Attributes = [:]) -> String {
        constant("\(name).scales", Tensor([4], [1, 1, factor, factor]))
        var attributes = attributes
        if attributes["coordinate_transformation_mode"] == nil {
            attributes["coordinate_transformation_mode"] = .string("asymmetric")
            attributes["nearest_mode"] = .string("floor")
        }
        return add("Resize", name, of: [input ?? last, "", "\(name).scales"], attributes)
    }

    func network() throws -> Network { try Network(graph) }
}
