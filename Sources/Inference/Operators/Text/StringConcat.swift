import Tensors

/// The texts of X with those of Y behind them, element by element.
///
/// Source: ONNX StringConcat, opset 20.
struct StringConcat: AttributelessOperator {
    static let name = "StringConcat"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        let y = try inputs.required(1, "Y")
        try x.requireTexts("X")
        try y.requireTexts("Y")
        return [try ValueInfo(checking: .string, Broadcasting([x.shape, y.shape]).shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let y = try inputs.required(1)
        let broadcasting = try Broadcasting([x.shape, y.shape])
        let heads = x.texts ?? []
        let tails = y.texts ?? []
        var joined: [String] = []
        var byteCount = 0
        broadcasting.forEachRun(in: 0..<broadcasting.shape.elementCount) { _, operands, count in
            for index in 0..<count where byteCount <= InternedText.largestByteCount {
                let head = heads[operands[0] + index * broadcasting.steps[0]]
                let tail = tails[operands[1] + index * broadcasting.steps[1]]
                byteCount += head.utf8.count + tail.utf8.count
                joined.append(head + tail)
            }
        }
        guard joined.count == broadcasting.shape.elementCount else { throw OperatorError.tooMuchText }
        return [try Tensor(broadcasting.shape, holding: joined)]
    }
}
