import Tensors

/// Random numbers of a normal distribution of mean `mean` and deviation `scale`, in the shape of the input.
///
/// They are the same in every run.
///
/// Source: ONNX RandomNormalLike, opsets 1, 22.
struct RandomNormalLike: RandomOperator {
    static let name = "RandomNormalLike"
    private let fill: RandomLike

    init(node: Node, distribution: RandomDistribution) throws(OperatorError) { fill = try RandomLike(node, distribution) }

    static func distribution(_ attributes: Attributes) throws(OperatorError) -> RandomDistribution { try .normal(attributes) }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { try fill.infer(inputs) }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { try fill.fill(inputs) }
}
