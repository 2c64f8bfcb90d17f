import Inference
import Tensors

extension GradientCases {
    static let products: [GradientCase] =
        [0, 1].flatMap { transposesA in
            [0, 1].map { transposesB in
                gemm(transposesA, transposesB, rows: 2, summand: [transposesA == 0 ? 4 : 1])
            }
        } + [
            gemm(0, 1, rows: 1, summand: [1, 4]),
            gemm(0, 0, rows: 1, summand: []),
            gemm(1, 1, rows: 1, summand: [4]),
            GradientCase("MatMul", [:], [.random([2, 3]), .random([3, 4])], note: "matrices"),
            GradientCase("MatMul", [:], [.random([2, 1, 2, 3]), .random([5, 3, 4])], note: "batches"),
            GradientCase("MatMul", [:], [.random([3]), .random([3, 4])], note: "vector by matrix"),
            GradientCase("MatMul", [:], [.random([2, 2, 3]), .random([3])], note: "batch by vector"),
            GradientCase("MatMul", [:], [.random([3]), .random([3])], note: "vectors"),
            GradientCase("MatMul", [:], [.random([2, 3]), .constant(Tensor.counting([3, 4]))], note: "by a constant"),
        ]

    private static func gemm(_ transposesA: Int, _ transposesB: Int, rows: Int, summand: Shape) -> GradientCase {
        let attributes: Attributes = [
            "transA": .int(transposesA), "transB": .int(transposesB), "alpha": .float(0.5), "beta": .float(2),
        ]
        let (a, b): (Shape, Shape) = (transposesA == 1 ? [3, rows] : [rows, 3], transposesB == 1 ? [4, 3] : [3, 4])
        return GradientCase(
            "Gemm", attributes, [.random(a), .random(b), .random(summand)], note: "\(a) by \(b) plus \(summand)",
            reference: { inputs in
                guard let a = inputs[0]?.doubles, let b = inputs[1]?.doubles, let c = inputs[2]?.doubles else { return [] }
                let product = (0..<rows * 4).map { position in
                    let (row, column) = (position / 4, position % 4)
                    let sum = (0..<3).reduce(0) { sum, k in
                        sum + (transposesA == 1 ? a[k * rows + row] : a[row * 3 + k])
                            * (transposesB == 1 ? b[column * 3 + k] : b[k * 4 + column])
                    }
                    return 0.5 * sum + 2 * (c.count == 1 ? c[0] : c[column])
                }
                return [Tensor([rows, 4], elements: product)]
            })
    }
}
