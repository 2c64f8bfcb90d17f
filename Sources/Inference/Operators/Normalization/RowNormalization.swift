import CKernels
import Tensors

/// Mean 0 and variance 1 for rows of consecutive float32 numbers, followed by a scale and a shift.
struct RowNormalization {
    let rows: Int
    let length: Int
    let epsilon: Float

    /// The mean of each row, and `1 / sqrt(variance + epsilon)`.
    func moments(of x: Tensor, in context: RunContext) -> (means: [Float], inverseDeviations: [Float]) {
        var means = [Float](repeating: 0, count: rows)
        var deviations = [Float](repeating: 0, count: rows)
        means.withUnsafeMutableBufferPointer { means in
            deviations.withUnsafeMutableBufferPointer { deviations in
                nonisolated(unsafe) let (mean, variance) = (means.baseAddress, deviations.baseAddress)
                nonisolated(unsafe) let source = x.floatElements.baseAddress
                context.parallel(rows, grain: max(1, Broadcasting.grain / max(1, length))) { range in
                    let start = range.lowerBound
                    cnns_moments_rows(
                        source?.advanced(by: start * length), mean?.advanced(by: start), variance?.advanced(by: start), range.count, length)
                }
            }
        }
        for row in deviations.indices { deviations[row] = 1 / (deviations[row] + epsilon).squareRoot() }
        return (means, deviations)
    }

    /// `scale[row] · x + shift[row]` for as many rows as there are scales.
    static func affine(_ x: Tensor, scale: [Float], shift: [Float], in context: RunContext) -> Tensor {
        let length = scale.isEmpty ? 0 : x.elementCount / scale.count
        return Tensor(x.shape) { y in
            nonisolated(unsafe) let (source, target) = (x.floatElements.baseAddress, y.baseAddress)
            scale.withUnsafeBufferPointer { scale in
                shift.withUnsafeBufferPointer { shift in
                    nonisolated(unsafe) let (factors, summands) = (scale.baseAddress, shift.baseAddress)
                    context.parallel(scale.count, grain: max(1, Broadcasting.grain / max(1, length))) { range in
                        let start = range.lowerBound
                        cnns_affine_rows(
                            source?.advanced(by: start * length), target?.advanced(by: start * length), factors?.advanced(by: start),
                            summands?.advanced(by: start), range.count, length)
                    }
                }
            }
        }
    }
}

extension ValueInfo {
    /// Requires a tensor that the normalizations compute in, by way of float32 where it has 16 or 64 bits.
    func requireNormalizable(minimumRank: Int) throws(OperatorError) {
        try requireFloatingPoint("X")
        guard shape.rank >= minimumRank else { throw .rank(role: "X", found: shape, expected: "at least \(minimumRank) axes") }
        guard elementType != .float64 else { throw .elementType(role: "X", found: .float64, expected: "float32, float16 or bfloat16") }
    }

    /// Requires one number for each of `count` channels.
    func requireVector(_ role: String, count: Int, like x: ValueInfo) throws(OperatorError) {
        try requireType(of: x, role: role, like: "X")
        guard shape == [count] else { throw .shapes(found: [shape], expected: "the shape \(count) for '\(role)'") }
    }
}
