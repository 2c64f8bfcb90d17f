import Tensors

/// Random numbers of the range `low` to `high`, all alike, in the shape of the attribute `shape`.
///
/// They are the same in every run.
///
/// Source: ONNX RandomUniform, opsets 1, 22.
struct RandomUniform: RandomOperator {
    static let name = "RandomUniform"
    private let fill: RandomFill

    init(node: Node, distribution: RandomDistribution) throws(OperatorError) { fill = try RandomFill(node, distribution) }

    static func distribution(_ attributes: Attributes) throws(OperatorError) -> RandomDistribution { try .uniform(attributes) }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { fill.infer() }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { fill.fill() }
}
