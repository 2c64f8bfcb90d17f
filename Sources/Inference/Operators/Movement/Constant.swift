import Tensors

/// A tensor, a number, a text, or a list of them that the node itself holds.
///
/// Source: ONNX Constant, opsets 1, 9, 11, 12, 13, 19, 21, 23. Sparse tensors are not supported.
struct Constant: Operator {
    static let name = "Constant"
    private let value: Tensor

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        if let tensor = try attributes.tensor("value") {
            value = tensor
        } else if attributes["value_float"] != nil {
            value = Tensor(scalar: try attributes.float("value_float", default: 0))
        } else if let number = try attributes.int("value_int") {
            value = Tensor([], elements: [Int64(number)])
        } else if let numbers = try attributes.floats("value_floats") {
            value = Tensor([numbers.count], numbers)
        } else if let numbers = try attributes.ints("value_ints") {
            value = Tensor([numbers.count], elements: numbers.map(Int64.init))
        } else if attributes["value_string"] != nil {
            value = try Tensor([], holding: [attributes.string("value_string", default: "")])
        } else if let texts = try attributes.strings("value_strings") {
            value = try Tensor([texts.count], holding: texts)
        } else {
            throw .missingAttribute(name: "value")
        }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { [ValueInfo(constant: value)] }
    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { [value] }
}
