import Tensors

/// Moves squares of `blocksize` × `blocksize` places between the channels and the plane of maps `[N, C, H, W]`.
protocol BlockRearrangement: Operator {
    var blockSize: Int { get }

    /// The view that reads the input in the output's order, and the output's shape.
    func rearrangement(of shape: Shape) throws(OperatorError) -> (view: StridedView, output: Shape)
}

extension BlockRearrangement {
    static func blockSize(_ attributes: Attributes) throws(OperatorError) -> Int {
        guard let size = try attributes.int("blocksize") else { throw .missingAttribute(name: "blocksize") }
        guard size > 0, size <= 1 << 15 else {
            throw .attributeValue(name: "blocksize", value: String(size), expected: "a number from 1 to 32768")
        }
        return size
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        guard input.shape.rank == 4 else { throw .rank(role: "input", found: input.shape, expected: "4 axes") }
        return [try ValueInfo(checking: input.elementType, rearrangement(of: input.shape).output)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let (view, output) = try rearrangement(of: input.shape)
        return [view.copy(of: input, as: output, in: context)]
    }
}
