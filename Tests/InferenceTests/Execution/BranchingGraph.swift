import Inference
import TestSupport
import Tensors

/// A network with whatever a change can pass on its way: strides, dilation, asymmetric padding, depthwise and grouped kernels, a
/// skip connection, pools that count padding or not, branches that are joined, upsampling, a reshape that is fixed to one image.
func branchingGraph(height: Int = 19, width: Int = 23) -> Graph {
    var graph = Graph(name: "branching", inputs: [GraphInput(name: "x", dimensions: [1, 2, height, width])], outputs: ["scores"])
    func add(_ name: String, _ operatorName: String, _ inputs: [String], _ attributes: Attributes = [:]) {
        graph.nodes.append(Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes))
    }
    func convolution(_ name: String, _ input: String, _ weights: Shape, _ attributes: Attributes) {
        graph.constants["\(name).w"] = .random(weights, seed: UInt64(graph.constants.count + 1))
        graph.constants["\(name).b"] = .random([weights[0]], seed: UInt64(graph.constants.count + 1))
        add(name, "Conv", [input, "\(name).w", "\(name).b"], attributes)
    }
    convolution("stem", "x", [6, 2, 3, 3], ["strides": .ints([2, 1]), "pads": .ints([0, 1, 2, 1])])
    for (offset, name) in ["gamma", "beta", "mean", "variance"].enumerated() {
        graph.constants[name] = .random([6], in: 0.5...1.5, seed: UInt64(50 + offset))
    }
    add("bn", "BatchNormalization", ["stem", "gamma", "beta", "mean", "variance"])
    add("relu", "Relu", ["bn"])
    convolution("depthwise", "relu", [6, 1, 3, 3], ["group": .int(6), "pads": .ints([1, 1, 1, 1])])
    add("sigmoid", "Sigmoid", ["depthwise"])
    convolution("dilated", "sigmoid", [6, 6, 3, 3], ["dilations": .ints([2, 1]), "pads": .ints([2, 1, 2, 1])])
    add("sum", "Add", ["dilated", "relu"])
    add("relu2", "Relu", ["sum"])
    add("max", "MaxPool", ["relu2"], ["kernel_shape": .ints([3, 2]), "strides": .ints([2, 2]), "pads": .ints([1, 0, 1, 1])])
    add("average", "AveragePool", ["max"], ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])])
    add(
        "average2", "AveragePool", ["max"],
        ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1]), "count_include_pad": .int(1)])
    convolution("grouped", "max", [4, 3, 1, 1], ["group": .int(2)])
    add("join", "Concat", ["average", "average2", "grouped"], ["axis": .int(1)])
    add("up", "Upsample", ["join", "factors"], ["mode": .string("linear")])
    graph.constants["factors"] = Tensor([4], [1, 1, 2, 2])
    convolution("strided", "up", [5, 16, 1, 1], ["strides": .ints([3, 2])])
    add("pool", "GlobalAveragePool", ["strided"])
    graph.constants["sizes"] = Tensor([2], elements: [Int64(1), 5])
    add("row", "Reshape", ["pool", "sizes"])
    graph.constants["fc.w"] = .random([7, 5], seed: 70)
    graph.constants["fc.b"] = .random([7], seed: 71)
    add("scores", "Gemm", ["row", "fc.w", "fc.b"], ["transB": .int(1)])
    graph.operatorSet = 9
    return graph
}
