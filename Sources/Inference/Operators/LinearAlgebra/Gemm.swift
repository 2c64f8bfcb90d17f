import COpenBLAS
import Tensors

/// `alpha · A′ · B′ + beta · C`, where a prime is an optional transposition and `C` is broadcast to the product.
///
/// `A′ [M, K]`, `B′ [K, N]`, result `[M, N]`.
///
/// Source: ONNX Gemm, opsets 7, 9, 11, 13.
package struct Gemm: Operator {
    package static let name = "Gemm"

    let alpha: Float
    let beta: Float
    let transposesA: Bool
    let transposesB: Bool

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 1)
        beta = try attributes.float("beta", default: 1)
        transposesA = try attributes.int("transA", default: 0) != 0
        transposesB = try attributes.int("transB", default: 0) != 0
    }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (a, b) = (try inputs.required(0, "A"), try inputs.required(1, "B"))
        for (role, input) in [("A", a), ("B", b), ("C", inputs.optional(2) ?? a)] where input.elementType != .float32 {
            throw .elementType(role: role, found: input.elementType, expected: "float32")
        }
        guard a.shape.rank == 2, b.shape.rank == 2 else { throw .shapes(found: [a.shape, b.shape], expected: "two matrices") }
        let size = sizes(a.shape, b.shape)
        guard size.depth == b.shape[transposesB ? 1 : 0] else {
            throw .shapes(found: [a.shape, b.shape], expected: "matrices whose inner sizes agree")
        }
        let output: Shape = [size.rows, size.columns]
        if let c = inputs.optional(2), c.shape.rank > 2 || Shape.broadcast(c.shape, output) != output {
            throw .shapes(found: [c.shape], expected: "a summand that can be broadcast to \(output)")
        }
        return [ValueInfo(.float32, output)]
    }

    package func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let a = inputs.optional(0), let output = outputs.first else { return 0 }
        return output.shape.elementCount * a.shape[transposesA ? 0 : 1]
    }

    package var parameterIndices: [Int] { [1, 0, 2] }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (a, b) = (try inputs.required(0), try inputs.required(1))
        let size = sizes(a.shape, b.shape)
        let result = Tensor([size.rows, size.columns]) { y in
            if let c = inputs.optional(2) { Self.broadcast(c, into: y, columns: size.columns) } else { y.initialize(repeating: 0) }
            guard size.depth > 0 else {
                for index in y.indices { y[index] *= beta }
                return
            }
            guard !y.isEmpty else { return }
            if size.rows == 1 && !transposesA && transposesB {
                multiplyVector(a, b, into: y, in: context)
            } else {
                cblas_sgemm(
                    CblasRowMajor, transposesA ? CblasTrans : CblasNoTrans, transposesB ? CblasTrans : CblasNoTrans,
                    blasint(size.rows), blasint(size.columns), blasint(size.depth), alpha, a.floatElements.baseAddress,
                    blasint(a.shape[1]), b.floatElements.baseAddress, blasint(b.shape[1]), beta, y.baseAddress, blasint(size.columns))
            }
        }
        return [result]
    }

    /// A dense layer over one image: bound by how fast the weights can be read, so every thread reads its own rows.
    private func multiplyVector(_ a: Tensor, _ b: Tensor, into y: UnsafeMutableBufferPointer<Float>, in context: RunContext) {
        let depth = b.shape[1]
        nonisolated(unsafe) let (weights, vector, result) = (b.floatElements.baseAddress, a.floatElements.baseAddress, y.baseAddress)
        context.parallel(b.shape[0], grain: max(1, 100_000 / depth)) { rows in
            cblas_sgemv(
                CblasRowMajor, CblasNoTrans, blasint(rows.count), blasint(depth), alpha, weights.map { $0 + rows.lowerBound * depth },
                blasint(depth), vector, 1, beta, result.map { $0 + rows.lowerBound }, 1)
        }
    }

    private func sizes(_ a: Shape, _ b: Shape) -> (rows: Int, depth: Int, columns: Int) {
        (a[transposesA ? 1 : 0], a[transposesA ? 0 : 1], b[transposesB ? 0 : 1])
    }

    /// Repeats a scalar, row, column or matrix over a matrix.
    private static func broadcast(_ c: Tensor, into y: UnsafeMutableBufferPointer<Float>, columns: Int) {
        let source = c.floatElements
        let rowStride = c.shape.rank == 2 && c.shape[0] > 1 ? c.shape[1] : 0
        let columnStride = c.shape.rank > 0 && c.shape[c.shape.rank - 1] > 1 ? 1 : 0
        for index in y.indices { y[index] = source[index / columns * rowStride + index % columns * columnStride] }
    }
}
