import Tensors

/// For every place of `indices` the element of the data at the same place, but along `axis` where the index says.
///
/// Source: ONNX GatherElements, opsets 11, 13.
struct GatherElements: Operator {
    static let name = "GatherElements"
    private let axis: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: 0)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        let indices = try inputs.required(1, "indices")
        let axis = try data.requireAxis(axis)
        guard indices.elementType.isInteger else {
            throw .elementType(role: "indices", found: indices.elementType, expected: "integers")
        }
        guard indices.shape.rank == data.shape.rank,
            data.shape.dimensions.indices.allSatisfy({ $0 == axis || indices.shape[$0] <= data.shape[$0] })
        else { throw .shapes(found: [data.shape, indices.shape], expected: "indices within the data but along axis \(axis)") }
        return [try ValueInfo(checking: data.elementType, indices.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        let indices = try inputs.required(1)
        let axis = try ValueInfo(constant: data).requireAxis(axis)
        let places = try indices.places("indices", extent: data.shape[axis])
        let elements = ElementPlaces(indices.shape, in: data.shape, axis: axis).places(places)
        return [data.reshaped(to: [data.elementCount]).gathered(axis: 0, indices: elements).reshaped(to: indices.shape)]
    }
}
