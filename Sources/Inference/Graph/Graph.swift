import Tensors

/// A network as its file or architecture describes it: named values, and the nodes that compute them.
///
/// Nothing is checked yet; ``Network`` does that.
package struct Graph: Sendable {
    package var name: String
    package var inputs: [GraphInput]
    /// The names of the values that the network is for.
    package var outputs: [String]
    /// Weights and other values that are known beforehand, by name.
    package var constants: [String: Tensor]
    package var nodes: [Node]
    /// The version of the ONNX operator set that the nodes are written in.
    package var operatorSet: Int
    /// What the file says about itself, by keys of its exporter's choice.
    package var metadata: [String: String] = [:]

    package init(
        name: String, inputs: [GraphInput] = [], outputs: [String] = [], constants: [String: Tensor] = [:], nodes: [Node] = [],
        operatorSet: Int = 17
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.constants = constants
        self.nodes = nodes
        self.operatorSet = operatorSet
    }
}

/// A value that is fed from outside.
package struct GraphInput: Sendable, Equatable {
    package var name: String
    package var elementType: ElementType
    /// The declared extent of each axis, `nil` where it may be any; `nil` as a whole where even the rank is open.
    package var dimensions: [Int?]?

    package init(name: String, elementType: ElementType = .float32, dimensions: [Int?]?) {
        self.name = name
        self.elementType = elementType
        self.dimensions = dimensions
    }
}

/// One operation of a graph.
package struct Node: Sendable {
    /// The short name a person knows this layer by, unique in its graph: `layer1.0.conv1`.
    package var name: String
    /// The name the file gives it, where that is another: `/layer1/layer1.0/conv1/Conv`.
    package var fullName: String
    /// ONNX's name of the operator: `Conv`.
    package var operatorName: String
    /// Names of values; an empty name stands for an optional input that is left out.
    package var inputs: [String]
    package var outputs: [String]
    package var attributes: Attributes
    /// The version of the operator set that the node is written in, where it is another than its graph's.
    package var operatorSet: Int?

    package init(
        name: String, fullName: String? = nil, operatorName: String, inputs: [String], outputs: [String], attributes: Attributes = [:],
        operatorSet: Int? = nil
    ) {
        self.name = name
        self.fullName = fullName ?? name
        self.operatorName = operatorName
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
        self.operatorSet = operatorSet
    }
}
