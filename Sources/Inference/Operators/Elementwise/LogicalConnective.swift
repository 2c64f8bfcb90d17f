import Tensors

/// An operator of two Boolean tensors, element by element.
protocol LogicalConnective: Operator {
    var alignment: OperandAlignment { get }
    init(alignment: OperandAlignment)

    static func holds(_ a: Bool, _ b: Bool) -> Bool
}

extension LogicalConnective {
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        self.init(alignment: try OperandAlignment(attributes: attributes, operatorSet: operatorSet))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let a = try inputs.required(0, "A")
        let b = try inputs.required(1, "B")
        guard a.elementType == .bool else { throw .elementType(role: "A", found: a.elementType, expected: "Boolean") }
        guard b.elementType == .bool else { throw .elementType(role: "B", found: b.elementType, expected: "Boolean") }
        let second = try alignment.aligned(b.shape, to: a.shape)
        return [try ValueInfo(checking: .bool, Broadcasting([a.shape, second]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let a = try inputs.required(0)
        let b = try inputs.required(1)
        let broadcasting = try Broadcasting([a.shape, alignment.aligned(b.shape, to: a.shape)])
        return [
            Tensor(broadcasting.shape, of: Bool.self) { y in
                broadcasting.combine(a.bytes.bindMemory(to: UInt8.self), b.bytes.bindMemory(to: UInt8.self), into: y) {
                    Self.holds($0 != 0, $1 != 0)
                }
            }
        ]
    }
}
