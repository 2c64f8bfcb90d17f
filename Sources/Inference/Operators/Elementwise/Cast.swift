import Tensors

/// The same numbers in another type.
///
/// To 8-bit floating point, `saturate` 0 makes infinity or not a number of what is too large. Numbers become texts and texts
/// numbers; a text that is none becomes not a number, or 0.
///
/// Source: ONNX Cast, opsets 1 (the type by name), 6, 9, 13, 19 (`saturate`), 21, 23, 24 (`round_mode`).
struct Cast: Operator {
    static let name = "Cast"
    private let type: ElementType
    private let narrowing: Narrowing

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        narrowing = try Narrowing(attributes: attributes)
        if case .string(let name) = attributes["to"] {
            let names = ["float": ElementType.float32, "double": .float64]
            guard let type = names[name.lowercased()] ?? ElementType(rawValue: name.lowercased()) else {
                throw .attributeValue(name: "to", value: "'\(name)'", expected: "an element type")
            }
            self.type = type
            return
        }
        guard let code = try attributes.int("to") else { throw .missingAttribute(name: "to") }
        guard let type = ElementType(onnxCode: code) else { throw .unsupported("element type \(code)") }
        self.type = type
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        [try ValueInfo(checking: type, inputs.required(0, "input").shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        [try inputs.required(0).cast(to: type, narrowing)]
    }
}

extension Narrowing {
    /// The attributes `saturate` and `round_mode` of the operators that convert.
    init(attributes: Attributes) throws(OperatorError) {
        self.init()
        saturates = try attributes.int("saturate", default: 1) != 0
        powerRounding = try attributes.choice("round_mode", default: .up)
    }
}
