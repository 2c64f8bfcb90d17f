import Tensors

/// An operator that compares two tensors of one type, element by element.
protocol Comparison: Operator {
    var alignment: OperandAlignment { get }
    init(alignment: OperandAlignment)

    /// Whether texts can be compared too; they have no order.
    static var takesTexts: Bool { get }

    static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool
}

extension Comparison {
    static var takesTexts: Bool { false }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        self.init(alignment: try OperandAlignment(attributes: attributes, operatorSet: operatorSet))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let a = try inputs.required(0, "A")
        let b = try inputs.required(1, "B")
        try b.requireType(of: a, role: "B", like: "A")
        guard a.elementType != .string || Self.takesTexts else { throw .elementType(role: "A", found: .string, expected: "numbers") }
        let second = try alignment.aligned(b.shape, to: a.shape)
        return [try ValueInfo(checking: .bool, Broadcasting([a.shape, second]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let a = try inputs.required(0)
        let b = try inputs.required(1)
        let broadcasting = try Broadcasting([a.shape, alignment.aligned(b.shape, to: a.shape)])
        if a.elementType == .string { return [Self.compare(a.textNumbers, b.textNumbers, broadcasting)] }
        if a.elementType == .bool {
            return [Self.compare(a.truths, b.truths, broadcasting)]
        }
        return [Self.compare(a, b, broadcasting, as: try a.elementType.requiredNumericElement("A"))]
    }

    private static func compare<Bits: NumericElement>(_ a: [Bits], _ b: [Bits], _ broadcasting: Broadcasting) -> Tensor {
        Tensor(broadcasting.shape, of: Bool.self) { y in
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in broadcasting.combine(a, b, into: y, holds) }
            }
        }
    }

    private static func compare<Element: NumericElement>(
        _ a: Tensor, _ b: Tensor, _ broadcasting: Broadcasting, as type: Element.Type
    ) -> Tensor {
        Tensor(broadcasting.shape, of: Bool.self) { y in
            broadcasting.combine(a.elements(as: Element.self), b.elements(as: Element.self), into: y, holds)
        }
    }
}

extension Tensor {
    /// The elements of a Boolean tensor as 0 or 1, whatever bytes the file had for true.
    var truths: [UInt8] { bytes.map { $0 == 0 ? 0 : 1 } }

    /// What texts are told apart by.
    fileprivate var textNumbers: [UInt32] { Array(bytes.bindMemory(to: UInt32.self)) }
}
