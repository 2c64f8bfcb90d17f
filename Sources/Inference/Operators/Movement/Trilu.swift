import Tensors

/// The upper or lower triangle of the matrices in the last two axes, with 0 elsewhere; `k` moves the diagonal up.
///
/// Source: ONNX Trilu, opset 14.
struct Trilu: Operator {
    static let name = "Trilu"
    private let keepsUpper: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        keepsUpper = try attributes.int("upper", default: 1) != 0
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        guard input.shape.rank >= 2 else { throw .rank(role: "input", found: input.shape, expected: "at least 2 axes") }
        if let diagonal = inputs.optional(1), diagonal.elementType != .int64 || diagonal.shape.checkedElementCount != 1 {
            throw .elementType(role: "k", found: diagonal.elementType, expected: "one int64")
        }
        return [ValueInfo(input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let columns = input.shape[input.shape.rank - 1]
        let rows = input.shape[input.shape.rank - 2]
        let given = inputs.optional(1)?.integers?.first ?? 0
        let diagonal = min(max(given, -rows - columns), rows + columns)
        let storage = TensorStorage(byteCount: input.byteCount)
        storage.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        let width = input.elementType.byteWidth
        let source = input.bytes
        for line in 0..<(columns == 0 ? 0 : input.elementCount / columns) {
            let border = line % rows + diagonal
            let kept = keepsUpper ? min(max(border, 0), columns)..<columns : 0..<min(max(border + 1, 0), columns)
            let bytes = (line * columns + kept.lowerBound) * width..<(line * columns + kept.upperBound) * width
            UnsafeMutableRawBufferPointer(rebasing: storage.bytes[bytes]).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[bytes]))
        }
        return [Tensor(shape: input.shape, elementType: input.elementType, storage: storage)]
    }
}
