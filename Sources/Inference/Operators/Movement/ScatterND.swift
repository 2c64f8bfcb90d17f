import Tensors

/// The data with parts of `updates` where the last axis of `indices` says: each row of k indices names a place along the first k axes.
///
/// `reduction` says what becomes of what is there: it is replaced, or added to, multiplied, or the larger or smaller number stays.
///
/// Source: ONNX ScatterND, opsets 11, 13, 16, 18.
struct ScatterND: Operator {
    static let name = "ScatterND"
    private let reduction: ScatterReduction

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        reduction = try attributes.choice("reduction", default: .none)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (data, indices, updates) = (
            try inputs.required(0, "data"), try inputs.required(1, "indices"), try inputs.required(2, "updates")
        )
        try reduction.check(data.elementType)
        try updates.requireType(of: data, role: "updates", like: "data")
        guard indices.elementType.isInteger else {
            throw .elementType(role: "indices", found: indices.elementType, expected: "integers")
        }
        guard let depth = indices.shape.dimensions.last, depth <= data.shape.rank,
            updates.shape.dimensions == indices.shape.dimensions.dropLast() + data.shape.dimensions[depth...]
        else {
            throw .shapes(
                found: [data.shape, indices.shape, updates.shape], expected: "one part of the data a row of the indices as updates")
        }
        return [ValueInfo(data.elementType, data.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (data, indices, updates) = (try inputs.required(0), try inputs.required(1), try inputs.required(2))
        let depth = indices.shape.dimensions.last ?? 0
        let length = Shape(Array(data.shape.dimensions[depth...])).elementCount
        let strides = data.shape.strides
        guard let numbers = indices.integers else {
            throw OperatorError.elementType(role: "indices", found: indices.elementType, expected: "integers")
        }
        let count = Shape(Array(indices.shape.dimensions.dropLast())).elementCount
        let places = try (0..<count).map { row in
            try (0..<depth).reduce(0) { place, axis in
                let (index, extent) = (numbers[row * depth + axis], data.shape[axis])
                guard index >= -extent, index < extent else { throw OperatorError.index(role: "indices", found: index, extent: extent) }
                return place + (index < 0 ? index + extent : index) * strides[axis]
            }
        }
        return [try data.scattering(updates, places: places, length: length, reduction)]
    }
}
