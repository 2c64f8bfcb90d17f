import Tensors

/// 1 with the probability that the input has at each place, else 0; the same in every run.
///
/// Source: ONNX Bernoulli, opsets 15, 22.
struct Bernoulli: Operator {
    static let name = "Bernoulli"
    private let source: RandomSource
    private let type: ElementType?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try self.init(
            node: Node(name: "", operatorName: Self.name, inputs: [], outputs: [], attributes: attributes), operatorSet: operatorSet)
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        source = try RandomSource(node)
        type = try node.attributes.int("dtype").map { code throws(OperatorError) in
            guard let type = ElementType(onnxCode: code) else {
                throw OperatorError.attributeValue(name: "dtype", value: String(code), expected: "a type of numbers or Booleans")
            }
            return type
        }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        try input.requireFloatingPoint("input")
        return [ValueInfo(type ?? input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let draws = zip(source.uniform(input.elementCount), input.numbers(as: Double.self)).map { $0 < $1 ? 1 : 0 as Float }
        return [Tensor(input.shape, draws).converted(to: type ?? input.elementType)]
    }
}
