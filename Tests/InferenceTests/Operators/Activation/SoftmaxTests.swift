import Foundation
import Inference
import Tensors
import TestSupport
import Testing

struct SoftmaxTests {
    /// The softmax of the elements that share all places but the one along `axis`.
    private func softmax(_ x: Tensor, axis: Int) -> [Double] {
        let floats = x.floats
        return floats.indices.map { position in
            var place = x.shape.place(of: position)
            let line = (0..<x.shape[axis]).map { index in
                place[axis] = index
                return Double(floats[x.shape.position(of: place)])
            }
            return exp(Double(floats[position])) / line.reduce(0) { $0 + exp($1) }
        }
    }

    @Test(arguments: [0, 1, 2, 3], [[2, 3, 4, 5], [1, 21, 6, 40], [3, 1, 50, 1]] as [Shape])
    func `each line along an axis sums to 1`(axis: Int, shape: Shape) throws {
        let x = Tensor.random(shape, in: -4...4, seed: 1)
        let y = try compute("Softmax", ["axis": .int(axis)], [x], threads: 2)[0].floats
        let logarithms = try compute("LogSoftmax", ["axis": .int(axis)], [x], threads: 2)[0].floats
        for (position, expected) in softmax(x, axis: axis).enumerated() {
            #expect(abs(Double(y[position]) - expected) < 1e-6)
            #expect(abs(Double(logarithms[position]) - log(expected)) < 1e-5)
        }
    }

    @Test func `before opset 13 everything from the axis on is one line`() throws {
        let x = Tensor.random([2, 3, 4], seed: 2)
        let y = try compute("Softmax", [:], [x], operatorSet: 11)[0]
        let expected = softmax(x.reshaped(to: [2, 12]), axis: 1)
        #expect(zip(y.floats, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }

    @Test func `large logits do not overflow`() throws {
        #expect(try compute("Softmax", [:], [Tensor([2], [1000, -1000])])[0].floats == [1, 0])
    }

    @Test func `the first of the largest is marked`() throws {
        let x = Tensor([2, 3], [1, 5, 5, 9, 0, 9])
        #expect(try compute("Hardmax", [:], [x])[0].floats == [0, 1, 0, 1, 0, 0])
        #expect(try compute("Hardmax", ["axis": .int(0)], [x])[0].floats == [0, 1, 0, 1, 0, 1])
    }
}
