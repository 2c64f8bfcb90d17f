import Tensors

/// The axes in another order: axis i of the output is axis `perm[i]` of the input; without `perm`, the reverse order.
///
/// Source: ONNX Transpose, opsets 1, 13, 21, 23.
struct Transpose: Operator {
    static let name = "Transpose"
    private let permutation: [Int]?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        permutation = try attributes.ints("perm")
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        let order = try order(of: data.shape)
        return [ValueInfo(data.elementType, Shape(order.map { data.shape[$0] }))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        return [StridedView(data.shape).permuted(try order(of: data.shape)).copy(of: data, in: context)]
    }

    func order(of shape: Shape) throws(OperatorError) -> [Int] {
        guard let permutation else { return Array((0..<shape.rank).reversed()) }
        guard permutation.sorted() == Array(0..<shape.rank) else {
            throw .attributeValue(name: "perm", value: "\(permutation)", expected: "a permutation of the axes of \(shape)")
        }
        return permutation
    }
}
