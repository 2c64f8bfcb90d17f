import Tensors

/// One kind of node: what it makes of its inputs' shapes, and of their numbers.
///
/// An operator is read from a node's attributes once, when a network is checked, and has no state.
package protocol Operator: Sendable {
    /// ONNX's name: `Conv`.
    static var name: String { get }

    /// Reads and checks the attributes as operator set `operatorSet` defines them.
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError)

    /// Reads and checks a node; for the operators whose meaning depends on more than attributes.
    init(node: Node, operatorSet: Int) throws(OperatorError)

    /// What does the node's work: an operator of this type, or of another where one name stands for several operations.
    static func implementation(of node: Node, operatorSet: Int) throws(OperatorError) -> any Operator

    /// Types and shapes of the outputs, from what is known of the inputs (`nil`: left out).
    ///
    /// Throws where inputs do not fit. What passes here, ``run(_:in:)`` can compute.
    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo]

    /// Computes the outputs.
    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor]

    /// The multiplications with accumulation that a run takes: the cost that papers state.
    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int

    /// What the node is, in a few characters, with the settings that matter: `Conv 3x3 /2`.
    func kindDescription(inputs: [ValueInfo?]) -> String

    /// Which elements of input `index` an element of output `output` is made from; `nil` where no rule says.
    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading?

    /// Which inputs hold trained parameters where they are constant: weights first, then bias.
    var parameterIndices: [Int] { get }
}

extension Operator {
    package init(node: Node, operatorSet: Int) throws(OperatorError) {
        try self.init(attributes: node.attributes, operatorSet: operatorSet)
    }

    package static func implementation(of node: Node, operatorSet: Int) throws(OperatorError) -> any Operator {
        try Self(node: node, operatorSet: operatorSet)
    }

    package func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int { 0 }
    package func kindDescription(inputs: [ValueInfo?]) -> String { Self.name }
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? { nil }
    package var parameterIndices: [Int] { [] }
}

/// An operator that slides a window over the spatial axes of its input.
package protocol WindowedOperator: Operator {
    var window: SlidingWindow { get }
}

/// What is known of a value before any arithmetic.
package struct ValueInfo: Sendable {
    package var elementType: ElementType
    package var shape: Shape
    /// The value itself, where it does not depend on the network's input.
    package var constant: Tensor?

    package init(_ elementType: ElementType, _ shape: Shape) {
        self.elementType = elementType
        self.shape = shape
    }

    package init(constant: Tensor) {
        elementType = constant.elementType
        shape = constant.shape
        self.constant = constant
    }
}

/// Why a node cannot be what its graph says it is.
package enum OperatorError: Error, Equatable {
    case attributeKind(name: String, expected: String)
    case attributeValue(name: String, value: String, expected: String)
    case missingAttribute(name: String)
    case inputCount(found: Int, expected: String)
    case missingInput(index: Int, role: String)
    case elementType(role: String, found: ElementType, expected: String)
    case rank(role: String, found: Shape, expected: String)
    case shapes(found: [Shape], expected: String)
    /// The value of this input has to be known when the network is loaded.
    case notConstant(role: String)
    /// A number among the values of an input that has to name a place along an axis.
    case index(role: String, found: Int, extent: Int)
    case unsupported(String)
    /// A graph inside the node cannot run.
    case subgraph(String, reason: String)
    /// The arithmetic could not be done.
    case failed(String)
}

extension OperatorError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .attributeKind(let name, let expected): "attribute '\(name)' must be \(expected)"
        case .attributeValue(let name, let value, let expected): "attribute '\(name)' must be \(expected), found \(value)"
        case .missingAttribute(let name): "attribute '\(name)' is missing"
        case .inputCount(let found, let expected): "expected \(expected), found \(found)"
        case .missingInput(let index, let role): "input \(index) (\(role)) is missing"
        case .elementType(let role, let found, let expected): "\(role) must be \(expected), found \(found)"
        case .rank(let role, let found, let expected): "\(role) must have \(expected), found the shape \(found)"
        case .shapes(let found, let expected): "expected \(expected), found \(found.map(\.description).joined(separator: ", "))"
        case .notConstant(let role): "\(role) must be known when the network is loaded"
        case .index(let role, let found, let extent): "\(role) must be in \(-extent)..<\(extent), found \(found)"
        case .unsupported(let what): "\(what) is not supported"
        case .subgraph(let name, let reason): "in the graph '\(name)': \(reason)"
        case .failed(let reason): reason
        }
    }
}

extension [ValueInfo?] {
    /// The input at `index`, which must be there.
    package func required(_ index: Int, _ role: String) throws(OperatorError) -> ValueInfo {
        guard index < count, let input = self[index] else { throw .missingInput(index: index, role: role) }
        return input
    }

    /// The input at `index` where it was given.
    package func optional(_ index: Int) -> ValueInfo? { index < count ? self[index] : nil }

    /// The integers of an input that must be known at load: a shape, axes, sizes.
    package func requiredIntegers(_ index: Int, _ role: String) throws(OperatorError) -> [Int] {
        let input = try required(index, role)
        guard let constant = input.constant else { throw .notConstant(role: role) }
        guard let integers = constant.integers else { throw .elementType(role: role, found: input.elementType, expected: "integers") }
        return integers
    }
}

extension [Tensor?] {
    /// The input at `index`, which ``Operator/inferOutputs(_:)`` has seen to be there.
    package func required(_ index: Int) throws(OperatorError) -> Tensor {
        guard index < count, let input = self[index] else { throw .missingInput(index: index, role: "input") }
        return input
    }

    package func optional(_ index: Int) -> Tensor? { index < count ? self[index] : nil }
}
