import Tensors

/// The input's extents, or those from `start` up to, not including, `end`, as int64.
///
/// Source: ONNX Shape, opsets 1, 13, 15 (`start`, `end`), 19, 21, 23.
struct ShapeOperator: Operator {
    static let name = "Shape"
    private let start: Int
    private let end: Int?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        start = try attributes.int("start", default: 0)
        end = try attributes.int("end")
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        [ValueInfo(constant: extents(of: try inputs.required(0, "data").shape))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        [extents(of: try inputs.required(0).shape)]
    }

    private func extents(of shape: Shape) -> Tensor {
        let range = Slice.places(from: start, to: end ?? shape.rank, by: 1, extent: shape.rank)
        let extents = shape.dimensions[range.start..<range.start + range.count].map(Int64.init)
        return Tensor([extents.count], elements: extents)
    }
}
