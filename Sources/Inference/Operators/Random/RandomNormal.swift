import Tensors

/// Random numbers of a normal distribution of mean `mean` and deviation `scale`, in the shape of the attribute `shape`.
///
/// They are the same in every run.
///
/// Source: ONNX RandomNormal, opsets 1, 22.
struct RandomNormal: RandomOperator {
    static let name = "RandomNormal"
    private let fill: RandomFill

    init(node: Node, distribution: RandomDistribution) throws(OperatorError) { fill = try RandomFill(node, distribution) }

    static func distribution(_ attributes: Attributes) throws(OperatorError) -> RandomDistribution { try .normal(attributes) }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { fill.infer() }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { fill.fill() }
}
