import Tensors

/// The input as it is: nothing is dropped outside training, nor at a ratio of 0. The mask that a node may ask for is true everywhere.
///
/// Source: ONNX Dropout, opsets 1, 6, 7, 10, 12, 13, 22.
struct Dropout: Operator {
    static let name = "Dropout"
    private let maskHasInputType: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        maskHasInputType = operatorSet < 10
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        let isTraining = inputs.optional(2)?.constant?.bytes.contains { $0 != 0 } ?? false
        let ratio = inputs.optional(1).map { $0.constant?.convertedToFloat32().floats.first } ?? 0.5
        guard !isTraining || ratio == 0 else {
            throw .unsupported("dropout in training mode")
        }
        return [
            ValueInfo(data.elementType, data.shape), try ValueInfo(checking: maskHasInputType ? data.elementType : .bool, data.shape),
        ]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        _ = try inferOutputs(inputs.known)
        let data = try inputs.required(0)
        let mask = Tensor(data.shape, of: Bool.self) { $0.initialize(repeating: true) }
        return [data, maskHasInputType ? mask.converted(to: data.elementType) : mask]
    }
}
