import Tensors

/// The input repeated along each axis as often as `repeats` says.
///
/// Source: ONNX Tile, opsets 6, 13.
struct Tile: AttributelessOperator {
    static let name = "Tile"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        let repeats = try inputs.requiredIntegers(1, "repeats")
        guard repeats.count == input.shape.rank, repeats.allSatisfy({ $0 >= 0 }) else {
            throw .attributeValue(name: "repeats", value: "\(repeats)", expected: "a number of 0 or more for each axis of \(input.shape)")
        }
        var extents: [Int] = []
        for (extent, count) in zip(input.shape.dimensions, repeats) {
            let (product, overflows) = extent.multipliedReportingOverflow(by: count)
            extents.append(overflows ? -1 : product)
        }
        return [try ValueInfo(checking: input.elementType, Shape(extents))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let repeats = try inputs.known.requiredIntegers(1, "repeats")
        let strides = input.shape.strides
        let view = StridedView(
            extents: zip(repeats, input.shape.dimensions).flatMap { [$0, $1] }, strides: strides.flatMap { [0, $0] })
        return try inferOutputs(inputs.known).map { view.copy(of: input, as: $0.shape, in: context) }
    }
}
