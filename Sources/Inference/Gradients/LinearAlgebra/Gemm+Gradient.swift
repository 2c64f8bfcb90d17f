import COpenBLAS
import Tensors

/// With `g` the gradient of `alpha · A′ · B′ + beta · C`: A′ gets `alpha · g · B′ᵀ`, B′ `alpha · A′ᵀ · g`, C `beta · g`.
extension Gemm: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds {
        GradientNeeds(inputs: Set((0..<2).filter { wanted[1 - $0] }))
    }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let gradient = Matrix(try step.gradient())
        return try step.each { index in
            switch index {
            case 0:
                let b = Matrix(try step.input(1), isTransposed: transposesB)
                return Matrix.product(gradient, b.transposed, scale: alpha, isTransposed: transposesA, in: step.context)
            case 1:
                let a = Matrix(try step.input(0), isTransposed: transposesA)
                return Matrix.product(a.transposed, gradient, scale: alpha, isTransposed: transposesB, in: step.context)
            default:
                let scaled = try step.arithmetic.product(step.gradient(), Double(beta))
                return try step.arithmetic.unbroadcast(scaled, to: step.inputShape(2))
            }
        }
    }
}

/// A float32 matrix as it lies in memory, or its transpose.
private struct Matrix {
    let tensor: Tensor
    var isTransposed = false

    init(_ tensor: Tensor, isTransposed: Bool = false) {
        self.tensor = tensor
        self.isTransposed = isTransposed
    }

    var transposed: Matrix { Matrix(tensor, isTransposed: !isTransposed) }
    var rows: Int { tensor.shape[isTransposed ? 1 : 0] }
    var columns: Int { tensor.shape[isTransposed ? 0 : 1] }

    /// `scale · a · b`, or the transpose of that; every thread makes its own columns of what is stored.
    static func product(_ a: Matrix, _ b: Matrix, scale: Float, isTransposed: Bool, in context: RunContext) -> Tensor {
        if isTransposed { return product(b.transposed, a.transposed, scale: scale, isTransposed: false, in: context) }
        return Tensor([a.rows, b.columns]) { y in
            guard a.columns > 0, !y.isEmpty else { return y.initialize(repeating: 0) }
            nonisolated(unsafe) let (left, right) = (a.tensor.floatElements.baseAddress, b.tensor.floatElements.baseAddress)
            nonisolated(unsafe) let result = y.baseAddress
            let (leftStride, rightStride) = (a.tensor.shape[1], b.tensor.shape[1])
            context.parallel(b.columns, grain: max(8, 100_000 / (a.rows * a.columns))) { columns in
                let start = columns.lowerBound
                let part = right?.advanced(by: b.isTransposed ? start * rightStride : start)
                if a.rows == 1 {
                    cblas_sgemv(
                        CblasRowMajor, b.isTransposed ? CblasNoTrans : CblasTrans,
                        blasint(b.isTransposed ? columns.count : b.rows), blasint(b.isTransposed ? b.rows : columns.count), scale, part,
                        blasint(rightStride), left, 1, 0, result?.advanced(by: start), 1)
                } else {
                    cblas_sgemm(
                        CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
                        blasint(a.rows), blasint(columns.count), blasint(a.columns), scale, left, blasint(leftStride), part,
                        blasint(rightStride), 0, result?.advanced(by: start), blasint(b.columns))
                }
            }
        }
    }
}
