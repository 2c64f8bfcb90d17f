import Tensors

/// An operator of the bits of two integers, element by element.
protocol BitwiseConnective: Operator {
    /// Throws where the operands are not of a type that it takes.
    static func check(_ type: ElementType) throws(OperatorError)

    func combine<Integer: FixedWidthInteger>(_ a: Integer, _ b: Integer) -> Integer
}

extension BitwiseConnective {
    static func check(_ type: ElementType) throws(OperatorError) {
        guard type.isInteger else { throw .elementType(role: "A", found: type, expected: "an integer") }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (a, b) = (try inputs.required(0, "A"), try inputs.required(1, "B"))
        try Self.check(a.elementType)
        try b.requireType(of: a, role: "B", like: "A")
        return [try ValueInfo(checking: a.elementType, Broadcasting([a.shape, b.shape]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let a = try inputs.required(0)
        guard let type = a.elementType.numericElement as? any (FixedWidthInteger & NumericElement).Type else {
            throw OperatorError.elementType(role: "A", found: a.elementType, expected: "an integer")
        }
        return [try combined(a, inputs.required(1), as: type)]
    }

    private func combined<Integer: FixedWidthInteger & NumericElement>(
        _ a: Tensor, _ b: Tensor, as type: Integer.Type
    ) throws(OperatorError) -> Tensor {
        let broadcasting = try Broadcasting([a.shape, b.shape])
        return Tensor(broadcasting.shape, of: type) { y in
            broadcasting.combine(a.elements(as: type), b.elements(as: type), into: y) { combine($0, $1) }
        }
    }
}
