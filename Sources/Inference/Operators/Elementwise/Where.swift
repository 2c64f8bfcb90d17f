import Tensors

/// X where the condition holds, Y elsewhere, element by element.
///
/// Source: ONNX Where, opsets 9, 16.
struct Where: AttributelessOperator {
    static let name = "Where"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let condition = try inputs.required(0, "condition")
        let x = try inputs.required(1, "X")
        let y = try inputs.required(2, "Y")
        guard condition.elementType == .bool else {
            throw .elementType(role: "condition", found: condition.elementType, expected: "Boolean")
        }
        try y.requireType(of: x, role: "Y", like: "X")
        return [try ValueInfo(checking: x.elementType, Broadcasting([condition.shape, x.shape, y.shape]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let condition = try inputs.required(0)
        let x = try inputs.required(1)
        let y = try inputs.required(2)
        let broadcasting = try Broadcasting([condition.shape, x.shape, y.shape])
        switch x.elementType.byteWidth {
        case 1: return [Self.choose(UInt8.self, condition, x, y, broadcasting)]
        case 2: return [Self.choose(UInt16.self, condition, x, y, broadcasting)]
        case 4: return [Self.choose(UInt32.self, condition, x, y, broadcasting)]
        default: return [Self.choose(UInt64.self, condition, x, y, broadcasting)]
        }
    }

    /// Chooses among elements as bit patterns of their width.
    private static func choose<Bits: BitwiseCopyable>(
        _ bits: Bits.Type, _ condition: Tensor, _ x: Tensor, _ y: Tensor, _ broadcasting: Broadcasting
    ) -> Tensor {
        let storage = TensorStorage(byteCount: broadcasting.shape.elementCount * x.elementType.byteWidth)
        let result = storage.bytes.bindMemory(to: Bits.self)
        let truths = condition.bytes
        let first = x.bytes.bindMemory(to: Bits.self)
        let second = y.bytes.bindMemory(to: Bits.self)
        let steps = broadcasting.steps
        broadcasting.forEachRun(in: 0..<broadcasting.shape.elementCount) { start, operands, count in
            for index in 0..<count {
                result[start + index] =
                    truths[operands[0] + index * steps[0]] != 0
                    ? first[operands[1] + index * steps[1]] : second[operands[2] + index * steps[2]]
            }
        }
        return Tensor(shape: broadcasting.shape, elementType: x.elementType, storage: storage)
    }
}
