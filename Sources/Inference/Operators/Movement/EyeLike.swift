import Tensors

/// A matrix of the input's shape with 1 along a diagonal, `k` above the main one, and 0 elsewhere.
///
/// Source: ONNX EyeLike, opsets 9, 22.
struct EyeLike: Operator {
    static let name = "EyeLike"
    private let type: ElementType?
    private let diagonal: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        diagonal = try attributes.int("k", default: 0)
        guard let code = try attributes.int("dtype") else {
            type = nil
            return
        }
        guard let type = ElementType(onnxCode: code) else { throw .unsupported("element type \(code)") }
        self.type = type
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        guard input.shape.rank == 2 else { throw .rank(role: "input", found: input.shape, expected: "2 axes") }
        let type = type ?? input.elementType
        guard type != .string else { throw .elementType(role: "output", found: type, expected: "numbers") }
        return [try ValueInfo(checking: type, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let columns = input.shape[1]
        let eye = Tensor(input.shape) { y in
            y.initialize(repeating: 0)
            for row in 0..<input.shape[0] {
                let (column, overflows) = row.addingReportingOverflow(diagonal)
                if !overflows, (0..<columns).contains(column) { y[row * columns + column] = 1 }
            }
        }
        return [eye.converted(to: type ?? input.elementType)]
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? { .nothing }
}
