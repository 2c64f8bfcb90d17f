import Tensors

/// Spreads groups of channels over squares of the plane: `[N, C·b², H, W]` to `[N, C, H·b, W·b]`.
///
/// In mode `DCR` the place within a square is the slower part of the channel number, in `CRD` (pixel shuffle) the faster.
///
/// Source: ONNX DepthToSpace, opsets 1, 11 (`mode`), 13.
struct DepthToSpace: BlockRearrangement {
    static let name = "DepthToSpace"
    let blockSize: Int
    let placeIsFaster: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        blockSize = try Self.blockSize(attributes)
        let mode = try attributes.string("mode", default: "DCR")
        guard ["DCR", "CRD"].contains(mode) else {
            throw .attributeValue(name: "mode", value: "'\(mode)'", expected: "'DCR' or 'CRD'")
        }
        placeIsFaster = mode == "CRD"
    }

    func rearrangement(of shape: Shape) throws(OperatorError) -> (view: StridedView, output: Shape) {
        let (batch, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
        let (depth, rest) = channels.quotientAndRemainder(dividingBy: blockSize * blockSize)
        guard rest == 0 else { throw .shapes(found: [shape], expected: "a multiple of \(blockSize * blockSize) channels") }
        let output: Shape = [batch, depth, height * blockSize, width * blockSize]
        if placeIsFaster {
            let view = StridedView([batch, depth, blockSize, blockSize, height, width])
            return (view.permuted([0, 1, 4, 2, 5, 3]), output)
        }
        let view = StridedView([batch, blockSize, blockSize, depth, height, width])
        return (view.permuted([0, 3, 4, 1, 5, 2]), output)
    }
}
