import Inference
import Tensors
import TestSupport
import Testing

@Suite struct GemmTests {
    @Test(arguments: [false, true], [false, true])
    func `a product takes either matrix transposed`(transposesA: Bool, transposesB: Bool) throws {
        for rows in [1, 3] {
            let a = Tensor.random(transposesA ? [5, rows] : [rows, 5], seed: 1)
            let b = Tensor.random(transposesB ? [4, 5] : [5, 4], seed: 2)
            for shape in [[], [4], [1, 4], [rows, 1], [rows, 4]] as [Shape] {
                let c = Tensor.random(shape, seed: 3)
                let gemm = try Gemm(
                    attributes: [
                        "alpha": .float(0.5), "beta": .float(2), "transA": .int(transposesA ? 1 : 0), "transB": .int(transposesB ? 1 : 0),
                    ], operatorSet: 13)
                let result = try gemm.run([a, b, c], in: RunContext(threadCount: 2))[0]
                let expected = (0..<rows * 4).map { index -> Float in
                    let (row, column) = (index / 4, index % 4)
                    let products = (0..<5).map { k in
                        a.floats[transposesA ? k * rows + row : row * 5 + k] * b.floats[transposesB ? column * 5 + k : k * 4 + column]
                    }
                    let lastIsOne = shape.rank == 0 || shape[shape.rank - 1] == 1
                    let stride = shape.rank == 2 && shape[0] > 1 ? shape[1] : 0
                    let summand = c.floats[row * stride + (lastIsOne ? 0 : column)]
                    return 0.5 * products.reduce(0, +) + 2 * summand
                }
                #expect(result.relativeDifference(to: Tensor([rows, 4], expected)) < 1e-5)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 9, 33], [7, 32, 75])
    func `few rows or many, a dense layer is the sum of its products`(rows: Int, depth: Int) throws {
        let (a, b) = (Tensor.random([rows, depth], seed: 5), Tensor.random([6, depth], seed: 6))
        let result = try Gemm(attributes: ["transB": .int(1)], operatorSet: 13).run([a, b], in: RunContext(threadCount: 2))[0]
        let expected = (0..<rows * 6).map { index in
            (0..<depth).reduce(Float(0)) { $0 + a.floats[index / 6 * depth + $1] * b.floats[index % 6 * depth + $1] }
        }
        #expect(result.relativeDifference(to: Tensor([rows, 6], expected)) < 1e-5)
    }

    @Test func `a normalization shifts and scales each channel`() throws {
        let x = Tensor.random([2, 3, 2, 2], seed: 4)
        let parameters = [[1, 2, 0.5], [0, 1, -1], [0.5, 0, -0.5], [1, 4, 0.25]].map { Tensor([3], $0) }
        let result = try BatchNormalization(attributes: ["epsilon": .float(1e-3)], operatorSet: 15).run([x] + parameters, in: RunContext())[
            0]
        let expected = x.floats.enumerated().map { index, value -> Float in
            let c = index / 4 % 3
            let p = parameters.map { $0.floats[c] }
            return p[0] * (value - p[2]) / (p[3] + 1e-3).squareRoot() + p[1]
        }
        #expect(result.relativeDifference(to: Tensor(x.shape, expected)) < 1e-5)
    }
}
