import Tensors

/// Every bit of an integer turned over.
///
/// Source: ONNX BitwiseNot, opset 18.
struct BitwiseNot: AttributelessOperator {
    static let name = "BitwiseNot"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        guard x.elementType.isInteger else { throw .elementType(role: "X", found: x.elementType, expected: "an integer") }
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let storage = TensorStorage(byteCount: x.byteCount)
        for (index, byte) in x.bytes.enumerated() { storage.bytes[index] = ~byte }
        return [Tensor(shape: x.shape, elementType: x.elementType, storage: storage)]
    }
}
