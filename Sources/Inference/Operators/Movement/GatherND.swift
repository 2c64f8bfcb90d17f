import Tensors

/// The parts of the data that tuples of indices name: the last axis of `indices` holds a place along as many axes of the data,
/// after `batch_dims` axes that both share.
///
/// Source: ONNX GatherND, opsets 11, 12 (`batch_dims`), 13.
struct GatherND: Operator {
    static let name = "GatherND"
    private let batchAxes: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        batchAxes = try attributes.int("batch_dims", default: 0)
        guard batchAxes >= 0 else { throw .attributeValue(name: "batch_dims", value: String(batchAxes), expected: "0 or more") }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        let indices = try inputs.required(1, "indices")
        guard indices.elementType.isInteger else {
            throw .elementType(role: "indices", found: indices.elementType, expected: "integers")
        }
        let (shape, places) = (data.shape, indices.shape)
        guard batchAxes < min(shape.rank, places.rank), shape.dimensions[..<batchAxes] == places.dimensions[..<batchAxes],
            places[places.rank - 1] >= 1, places[places.rank - 1] <= shape.rank - batchAxes
        else { throw .shapes(found: [shape, places], expected: "indices whose last axis names axes of the data") }
        return [try ValueInfo(checking: data.elementType, output(shape, places))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        let indices = try inputs.required(1)
        guard let tuples = indices.integers else {
            throw OperatorError.elementType(role: "indices", found: indices.elementType, expected: "integers")
        }
        let depth = indices.shape[indices.shape.rank - 1]
        let named = Array(data.shape.dimensions[batchAxes..<batchAxes + depth])
        let strides = Shape(named).strides
        let batches = Shape(Array(data.shape.dimensions[..<batchAxes])).elementCount
        let perBatch = batches == 0 ? 0 : tuples.count / depth / batches
        var parts: [Int] = []
        parts.reserveCapacity(batches * perBatch)
        for tuple in 0..<batches * perBatch {
            var part = tuple / perBatch * Shape(named).elementCount
            for axis in 0..<depth {
                let index = tuples[tuple * depth + axis]
                guard index >= -named[axis], index < named[axis] else {
                    throw OperatorError.index(role: "indices", found: index, extent: named[axis])
                }
                part += (index < 0 ? index + named[axis] : index) * strides[axis]
            }
            parts.append(part)
        }
        let rest = data.shape.dimensions[(batchAxes + depth)...]
        let flat = Shape([batches * Shape(named).elementCount] + rest)
        return [data.reshaped(to: flat).gathered(axis: 0, indices: parts).reshaped(to: output(data.shape, indices.shape))]
    }

    private func output(_ data: Shape, _ indices: Shape) -> Shape {
        Shape(indices.dimensions.dropLast() + data.dimensions.dropFirst(batchAxes + indices[indices.rank - 1]))
    }
}
