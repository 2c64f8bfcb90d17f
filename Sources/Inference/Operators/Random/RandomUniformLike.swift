import Tensors

/// Random numbers of the range `low` to `high`, all alike, in the shape of the input.
///
/// They are the same in every run.
///
/// Source: ONNX RandomUniformLike, opsets 1, 22.
struct RandomUniformLike: RandomOperator {
    static let name = "RandomUniformLike"
    private let fill: RandomLike

    init(node: Node, distribution: RandomDistribution) throws(OperatorError) { fill = try RandomLike(node, distribution) }

    static func distribution(_ attributes: Attributes) throws(OperatorError) -> RandomDistribution { try .uniform(attributes) }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { try fill.infer(inputs) }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { try fill.fill(inputs) }
}
