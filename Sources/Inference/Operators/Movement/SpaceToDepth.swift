import Tensors

/// Gathers squares of the plane into channels: `[N, C, H·b, W·b]` to `[N, C·b², H, W]`.
///
/// Source: ONNX SpaceToDepth, opsets 1, 13.
struct SpaceToDepth: BlockRearrangement {
    static let name = "SpaceToDepth"
    let blockSize: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        blockSize = try Self.blockSize(attributes)
    }

    func rearrangement(of shape: Shape) throws(OperatorError) -> (view: StridedView, output: Shape) {
        let (height, width) = (shape[2] / blockSize, shape[3] / blockSize)
        guard height * blockSize == shape[2], width * blockSize == shape[3] else {
            throw .shapes(found: [shape], expected: "a height and a width that are multiples of \(blockSize)")
        }
        let view = StridedView([shape[0], shape[1], height, blockSize, width, blockSize])
        return (view.permuted([0, 3, 5, 1, 2, 4]), [shape[0], shape[1] * blockSize * blockSize, height, width])
    }
}
