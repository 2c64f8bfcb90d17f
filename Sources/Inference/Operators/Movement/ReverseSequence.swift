import Tensors

/// Each row of a batch turned around along its time axis, as far as its sequence is long; the rest stays.
///
/// Source: ONNX ReverseSequence, opset 10.
struct ReverseSequence: Operator {
    static let name = "ReverseSequence"
    let batchAxis: Int
    let timeAxis: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        batchAxis = try attributes.int("batch_axis", default: 1)
        timeAxis = try attributes.int("time_axis", default: 0)
        guard Set([batchAxis, timeAxis]) == [0, 1] else {
            throw .attributeValue(name: "time_axis", value: String(timeAxis), expected: "0 or 1, with 'batch_axis' the other")
        }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (input, lengths) = (try inputs.required(0, "input"), try inputs.required(1, "sequence_lens"))
        guard input.shape.rank >= 2 else { throw .rank(role: "input", found: input.shape, expected: "at least 2 axes") }
        guard lengths.elementType.isInteger, lengths.shape == [input.shape[batchAxis]] else {
            throw .shapes(found: [lengths.shape], expected: "one integer a row of the batch for 'sequence_lens'")
        }
        return [ValueInfo(input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let (rows, columns) = (input.shape[0], input.shape[1])
        let extent = input.shape[timeAxis]
        guard let lengths = try inputs.required(1).integers, lengths.allSatisfy({ (0...extent).contains($0) }) else {
            throw OperatorError.failed("sequence_lens must be in 0...\(extent)")
        }
        let places = (0..<rows * columns).map { index in
            let place = (row: index / columns, column: index % columns)
            let (time, batch) = timeAxis == 0 ? (place.row, place.column) : (place.column, place.row)
            guard time < lengths[batch] else { return index }
            let source = lengths[batch] - 1 - time
            return timeAxis == 0 ? source * columns + place.column : place.row * columns + source
        }
        let flat = input.reshaped(to: Shape([rows * columns] + input.shape.dimensions[2...]))
        return [flat.gathered(axis: 0, indices: places).reshaped(to: input.shape)]
    }
}
