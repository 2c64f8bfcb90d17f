import Tensors

/// Pairs of numbers turned by an angle that depends on their position: `(a, b) ↦ (a·cos − b·sin, a·sin + b·cos)`.
///
/// Input `[N, heads, T, size]`, or `[N, T, heads·size]` with `num_heads` set. Cosines and sines are `[positions, r/2]` with the positions
/// `[N, T]` as a further input, or `[N, T, r/2]`. Only the first r = `rotary_embedding_dim` numbers of a head are turned, or all. The two of
/// a pair stand side by side where `interleaved` is set, else half of r apart.
///
/// Source: ONNX RotaryEmbedding, opset 23; Su et al., 2021, arXiv:2104.09864.
struct RotaryEmbedding: Operator {
    static let name = "RotaryEmbedding"
    let isInterleaved: Bool
    let headCount: Int
    let turnedCount: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        isInterleaved = try attributes.int("interleaved", default: 0) != 0
        headCount = try attributes.int("num_heads", default: 0)
        turnedCount = try attributes.int("rotary_embedding_dim", default: 0)
    }

    /// The extents of the input, and how far its elements are apart along them.
    private struct Layout {
        let batch: Int
        let heads: Int
        let length: Int
        let size: Int
        let turned: Int
        /// Elements between neighboring heads, and between neighboring positions.
        let steps: (head: Int, position: Int)
    }

    private func layout(_ x: Shape) throws(OperatorError) -> Layout {
        guard x.rank == 4 || (x.rank == 3 && headCount > 0 && x[2] % headCount == 0) else {
            throw .rank(role: "X", found: x, expected: "4 axes, or 3 with 'num_heads' heads in the last")
        }
        let hasHeadAxis = x.rank == 4
        let (heads, length) = hasHeadAxis ? (x[1], x[2]) : (headCount, x[1])
        let size = hasHeadAxis ? x[3] : x[2] / headCount
        let turned = turnedCount == 0 ? size : turnedCount
        guard turned >= 0, turned <= size, turned % 2 == 0 else {
            throw .attributeValue(name: "rotary_embedding_dim", value: String(turned), expected: "an even number up to \(size)")
        }
        return Layout(
            batch: x[0], heads: heads, length: length, size: size, turned: turned,
            steps: hasHeadAxis ? (length * size, size) : (size, heads * size))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, cosines, sines) = (
            try inputs.required(0, "X"), try inputs.required(1, "cos_cache"), try inputs.required(2, "sin_cache")
        )
        guard x.elementType.isFloatingPoint, x.elementType != .float64 else {
            throw .elementType(role: "X", found: x.elementType, expected: "float32, float16 or bfloat16")
        }
        let layout = try layout(x.shape)
        try cosines.requireType(of: x, role: "cos_cache", like: "X")
        try sines.requireType(of: x, role: "sin_cache", like: "X")
        let positions = inputs.optional(3)
        let fits =
            if let positions {
                positions.elementType.isInteger && positions.shape == [layout.batch, layout.length] && cosines.shape.rank == 2
                    && cosines.shape[1] == layout.turned / 2
            } else {
                cosines.shape == [layout.batch, layout.length, layout.turned / 2]
            }
        guard fits, sines.shape == cosines.shape else {
            throw .shapes(found: [cosines.shape, sines.shape], expected: "cosines and sines for \(layout.turned / 2) pairs a position")
        }
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let (x, cosines, sines) = (try inputs.required(0), try inputs.required(1), try inputs.required(2))
        let layout = try layout(x.shape)
        let rows = try inputs.optional(3)?.places("position_ids", extent: cosines.shape[0]) ?? Array(0..<layout.batch * layout.length)
        let half = layout.turned / 2
        let (source, cosine, sine) = (x.floatElements, cosines.floatElements, sines.floatElements)
        return [
            Tensor(x.shape) { y in
                _ = y.initialize(from: source)
                for (place, row) in rows.enumerated() {
                    let (image, position) = place.quotientAndRemainder(dividingBy: layout.length)
                    for head in 0..<layout.heads {
                        let start =
                            image * layout.heads * layout.length * layout.size + head * layout.steps.head + position * layout.steps.position
                        for pair in 0..<half {
                            let first = start + (isInterleaved ? 2 * pair : pair)
                            let second = isInterleaved ? first + 1 : first + half
                            let (c, s) = (cosine[row * half + pair], sine[row * half + pair])
                            y[first] = c * source[first] - s * source[second]
                            y[second] = s * source[first] + c * source[second]
                        }
                    }
                }
            }
        ]
    }
}
