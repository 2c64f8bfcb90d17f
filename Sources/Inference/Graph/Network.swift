import Synchronization
import Tensors

/// A graph that has been checked: every node can run, and type and shape of every value are known.
package final class Network: Sendable {
    package let name: String
    /// Tells networks apart in a cache.
    package let identifier: Int
    package let inputs: [GraphInput]
    /// The values that the network is for, the logits first.
    package let outputs: [String]
    /// The nodes whose values depend on an input, in an order in which they can run.
    package let operations: [Operation]
    /// What is known of every value, the constants among them; nothing of those whose shapes only a run tells.
    package let values: [String: ValueInfo]
    /// Which operation computes a value.
    package let producers: [String: Int]
    /// What a person sees: one row an operation.
    package let layers: LayerTable
    /// Weights in the order in which kernels read them, made when they are first needed.
    let packedFilters = PackedFilterCache()
    /// What was prepared for runs.
    let plans = PlanCache()

    /// A node with its operator, ready to run.
    package struct Operation: Sendable {
        package let node: Node
        package let implementation: any Operator
    }

    private static let identifiers = Atomic<Int>(0)

    /// Checks a graph.
    ///
    /// - Parameter inputShapes: the shapes to bind inputs to, by name. Without one an input has its declared shape, an open
    ///   first axis counting as a batch of 1.
    /// - Throws: ``NetworkError``, naming the node that cannot run, and why.
    package init(_ graph: Graph, inputShapes: [String: Shape] = [:]) throws(NetworkError) {
        var inference = ShapeInference(graph)
        try inference.bindInputs(to: inputShapes)
        try inference.visitNodes()
        for output in graph.outputs where inference.sequences[output] != nil || !inference.isKnown(output) { throw .unknownOutput(output) }
        name = graph.name
        identifier = Self.identifiers.add(1, ordering: .relaxed).newValue
        inputs = graph.inputs.filter { graph.constants[$0.name] == nil }
        outputs = graph.outputs
        operations = inference.operations
        values = inference.values
        producers = inference.producers
        layers = LayerTable(operations: operations, values: values, inputs: inputs)
    }

    /// The value of a name that does not depend on an input.
    package func constant(_ name: String) -> Tensor? { values[name]?.constant }
}

/// Why a graph cannot run.
package enum NetworkError: Error {
    case duplicateValue(String, node: String)
    case duplicateInput(String)
    case danglingInput(String, node: String)
    case cycle(node: String)
    case unknownOperator(String, node: String)
    case unknownOutput(String)
    case openDimension(input: String, axis: Int?)
    case inputShape(input: String, declared: [Int?], found: Shape)
    case valueTooLarge(String, shape: Shape, node: String)
    case outputCount(node: String, operatorName: String, declared: Int, supported: Int)
    case operation(node: String, operatorName: String, OperatorError)
    case constantFailed(node: String, operatorName: String, reason: String)
    /// The graph computes more before any input than a network has use for.
    case constantsTooCostly(node: String, operatorName: String)
}

extension NetworkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .duplicateValue(let value, let node): "node '\(node)' computes '\(value)', which exists already"
        case .duplicateInput(let input): "two inputs are named '\(input)'"
        case .danglingInput(let value, let node): "node '\(node)' needs '\(value)', which nothing computes"
        case .cycle(let node): "node '\(node)' depends on its own output"
        case .unknownOperator(let name, let node): "node '\(node)' has the operator '\(name)', which is not supported"
        case .unknownOutput(let value): "nothing computes the output '\(value)'"
        case .openDimension(let input, nil): "the shape of input '\(input)' is open"
        case .openDimension(let input, let axis?): "axis \(axis) of input '\(input)' is open"
        case .inputShape(let input, let declared, let found):
            "input '\(input)' is declared as \(declared.map { $0.map(String.init) ?? "?" }.joined(separator: "x")), found \(found)"
        case .valueTooLarge(let value, let shape, let node):
            "node '\(node)' computes '\(value)' of shape \(shape): more than \(ShapeInference.largestElementCount) elements"
        case .outputCount(let node, let name, let declared, let supported):
            "node '\(node)' (\(name)) has \(declared) outputs, of which only \(supported) are supported"
        case .operation(let node, let name, let error): "node '\(node)' (\(name)): \(error)"
        case .constantsTooCostly(let node, let name):
            "node '\(node)' (\(name)): the values that depend on no input take more memory or time than those of any network"
        case .constantFailed(let node, let name, let reason): "node '\(node)' (\(name)): \(reason)"
        }
    }
}
