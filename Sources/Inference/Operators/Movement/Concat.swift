import Tensors

/// The inputs one after another along an axis.
///
/// Source: ONNX Concat, opsets 1 (`axis` 1 by default), 4, 11, 13.
struct Concat: Operator {
    static let name = "Concat"
    let axis: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        guard let axis = try attributes.int("axis") ?? (operatorSet < 4 ? 1 : nil) else { throw .missingAttribute(name: "axis") }
        self.axis = axis
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let first = try inputs.required(0, "input 0")
        let axis = try first.requireAxis(axis)
        var total = first.shape
        for index in inputs.indices.dropFirst() {
            let input = try inputs.required(index, "input \(index)")
            try input.requireType(of: first, role: "input \(index)", like: "input 0")
            guard input.shape.rank == total.rank, total.dimensions.indices.allSatisfy({ $0 == axis || total[$0] == input.shape[$0] })
            else { throw .shapes(found: [first.shape, input.shape], expected: "shapes that differ only along axis \(axis)") }
            let (sum, overflows) = total[axis].addingReportingOverflow(input.shape[axis])
            guard !overflows else { throw .shapes(found: [total, input.shape], expected: "extents that can be added") }
            total.dimensions[axis] = sum
        }
        return [try ValueInfo(checking: first.elementType, total)]
    }

    /// Whether inputs of a rank are joined along axis 1.
    func joinsChannels(rank: Int) -> Bool { axis == 1 || axis == 1 - rank }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        guard let output = try inferOutputs(inputs.known).first else { return [] }
        let axis = try output.requireAxis(axis)
        let groups = Shape(Array(output.shape.dimensions[..<axis])).elementCount
        let storage = TensorStorage(byteCount: output.shape.elementCount * output.elementType.byteWidth)
        let rowWidth = groups == 0 ? 0 : output.shape.elementCount * output.elementType.byteWidth / groups
        var column = 0
        for index in inputs.indices {
            let input = try inputs.required(index)
            let width = groups == 0 ? 0 : input.byteCount / groups
            guard width > 0 else { continue }
            for group in 0..<groups {
                UnsafeMutableRawBufferPointer(rebasing: storage.bytes[(group * rowWidth + column)...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: input.bytes[group * width..<(group + 1) * width]))
            }
            column += width
        }
        return [Tensor(shape: output.shape, elementType: output.elementType, storage: storage)]
    }
}
