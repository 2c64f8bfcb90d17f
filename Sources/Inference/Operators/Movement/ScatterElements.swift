import Tensors

/// The data with each element of `updates` at its own place, but along `axis` where the index says.
///
/// `reduction` says what becomes of the element there: it is replaced, or added to, multiplied, or the larger or smaller one stays.
///
/// Source: ONNX ScatterElements, opsets 11, 13, 16, 18.
struct ScatterElements: Operator {
    static let name = "ScatterElements"
    private let axis: Int
    private let reduction: ScatterReduction

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: 0)
        reduction = try attributes.choice("reduction", default: .none)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (data, indices, updates) = (
            try inputs.required(0, "data"), try inputs.required(1, "indices"), try inputs.required(2, "updates")
        )
        let axis = try data.requireAxis(axis)
        try reduction.check(data.elementType)
        try updates.requireType(of: data, role: "updates", like: "data")
        guard indices.elementType.isInteger else {
            throw .elementType(role: "indices", found: indices.elementType, expected: "integers")
        }
        guard indices.shape.rank == data.shape.rank, indices.shape == updates.shape,
            data.shape.dimensions.indices.allSatisfy({ $0 == axis || indices.shape[$0] <= data.shape[$0] })
        else {
            throw .shapes(
                found: [data.shape, indices.shape, updates.shape],
                expected: "indices and updates of one shape, within the data but along axis \(axis)")
        }
        return [ValueInfo(data.elementType, data.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (data, indices, updates) = (try inputs.required(0), try inputs.required(1), try inputs.required(2))
        let axis = try ValueInfo(constant: data).requireAxis(axis)
        let along = try indices.places("indices", extent: data.shape[axis])
        let places = ElementPlaces(indices.shape, in: data.shape, axis: axis).places(along)
        return [try data.scattering(updates, places: places, length: 1, reduction)]
    }
}

/// The elements of a tensor that indices along one axis name, at the places that the indices stand at along the others.
struct ElementPlaces {
    private let own: [Int]
    private let strides: [Int]
    private let axis: Int

    init(_ indices: Shape, in data: Shape, axis: Int) {
        own = indices.strides
        strides = data.strides
        self.axis = axis
    }

    func places(_ along: [Int]) -> [Int] {
        along.indices.map { position in
            var rest = position
            var element = 0
            for dimension in own.indices {
                let (index, remainder) = rest.quotientAndRemainder(dividingBy: own[dimension])
                element += (dimension == axis ? along[position] : index) * strides[dimension]
                rest = remainder
            }
            return element
        }
    }
}
