import CKernels
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
            if size.rows <= Self.fewRows && !transposesA && transposesB {
                multiplyVectors(a, b, into: y, in: context)
            } else {
                multiplyMatrices(a, b, size, into: y, in: context)
            }
        }
        return [result]
    }

    /// Every thread computes columns of its own.
    private func multiplyMatrices(
        _ a: Tensor, _ b: Tensor, _ size: (rows: Int, depth: Int, columns: Int), into y: UnsafeMutableBufferPointer<Float>,
        in context: RunContext
    ) {
        nonisolated(unsafe) let (left, right, result) = (a.floatElements.baseAddress, b.floatElements.baseAddress, y.baseAddress)
        context.parallel(size.columns, grain: max(8, 200_000 / (size.rows * size.depth))) { columns in
            let first = columns.lowerBound * (transposesB ? b.shape[1] : 1)
            cblas_sgemm(
                CblasRowMajor, transposesA ? CblasTrans : CblasNoTrans, transposesB ? CblasTrans : CblasNoTrans, blasint(size.rows),
                blasint(columns.count), blasint(size.depth), alpha, left, blasint(a.shape[1]), right.map { $0 + first },
                blasint(b.shape[1]), beta, result.map { $0 + columns.lowerBound }, blasint(size.columns))
        }
    }

    /// With more rows, arranging the matrix for a product pays.
    private static let fewRows = 32

    /// A dense layer over few images: bound by how fast the weights can be read, so every thread reads its own rows of them.
    private func multiplyVectors(_ a: Tensor, _ b: Tensor, into y: UnsafeMutableBufferPointer<Float>, in context: RunContext) {
        let depth = b.shape[1]
        nonisolated(unsafe) let (weights, vectors, result) = (b.bytesForReading.baseAddress, a.floatElements.baseAddress, y.baseAddress)
        context.parallel(b.shape[0], grain: max(1, 100_000 / depth)) { rows in
            cnns_dense(weights, vectors, a.shape[0], depth, rows.lowerBound, rows.upperBound, b.shape[0], alpha, beta, result)
        }
    }

    private func sizes(_ a: Shape, _ b: Shape) -> (rows: Int, depth: Int, columns: Int) {
        (a[transposesA ? 1 : 0], a[transposesA ? 0 : 1], b[transposesB ? 0 : 1])
    }

    /// Repeats a scalar, row, column or matrix over a matrix.
    private static func broadcast(_ c: Tensor, into y: UnsafeMutableBufferPointer<Float>, columns: Int) {
        let source = c.floatElements
        let rowStride = c.shape.rank == 2 && c.shape[0] > 1 ? c.shape[1] : 0
        if rowStride == 0, c.elementCount == columns {
            for start in stride(from: 0, to: y.count, by: columns) { _ = y[start...].update(fromContentsOf: source) }
            return
        }
        let columnStride = c.shape.rank > 0 && c.shape[c.shape.rank - 1] > 1 ? 1 : 0
        for index in y.indices { y[index] = source[index / columns * rowStride + index % columns * columnStride] }
    }
}

extension Gemm: JobSharingOperator {
    /// Rows that meet the same matrix become one product, which reads it once.
    func run(_ jobs: [OperatorJob], epilogue: Epilogue, in context: RunContext) throws -> [Tensor]? {
        guard jobs.count > 1, !transposesA, let first = jobs.first?.inputs, let matrix = first.optional(1) else { return nil }
        let share = jobs.allSatisfy { job in
            job.inputs.optional(0)?.shape == first.optional(0)?.shape && job.inputs.optional(1)?.isSame(as: matrix) == true
                && (first.optional(2) == nil || first.optional(2).map { job.inputs.optional(2)?.isSame(as: $0) == true } == true)
        }
        let row = try first.required(0)
        guard share, row.shape[0] == 1, first.optional(2).map({ $0.shape.rank < 2 || $0.shape[0] == 1 }) ?? true else { return nil }
        let depth = row.elementCount
        let rows = Tensor([jobs.count, depth]) { numbers in
            for (index, job) in jobs.enumerated() {
                guard let vector = job.inputs[0] else { continue }
                withExtendedLifetime(vector.storage) {
                    _ = UnsafeMutableBufferPointer(rebasing: numbers[(index * depth)...]).update(fromContentsOf: vector.floatElements)
                }
            }
        }
        let product = try run([rows, matrix] + first.dropFirst(2), in: context)[0]
        return jobs.indices.map { product.part($0).reshaped(to: [1, product.shape[1]]) }
    }
}

extension Tensor {
    /// Whether both are views of the same numbers.
    func isSame(as other: Tensor) -> Bool { storage === other.storage && byteOffset == other.byteOffset && shape == other.shape }
}
