import Foundation
import Inference
import Tensors
import TestSupport
import Testing

struct ReductionTests {
    private static let formulas: [(name: String, inputSet: Int, formula: @Sendable ([Double]) -> Double)] = [
        ("ReduceSum", 13, { $0.reduce(0, +) }), ("ReduceMean", 18, { $0.reduce(0, +) / Double($0.count) }),
        ("ReduceMax", 18, { $0.max() ?? -.infinity }), ("ReduceMin", 18, { $0.min() ?? .infinity }),
        ("ReduceProd", 18, { $0.reduce(1, *) }), ("ReduceL1", 18, { $0.reduce(0) { $0 + abs($1) } }),
        ("ReduceL2", 18, { sqrt($0.reduce(0) { $0 + $1 * $1 }) }), ("ReduceSumSquare", 18, { $0.reduce(0) { $0 + $1 * $1 } }),
        ("ReduceLogSum", 18, { log($0.reduce(0, +)) }), ("ReduceLogSumExp", 18, { log($0.reduce(0) { $0 + exp($1) }) }),
    ]

    /// What the formula makes of the elements that share all places but those along the axes.
    private static func reduce(_ x: Tensor, _ axes: Set<Int>, _ formula: ([Double]) -> Double) -> [Double] {
        var groups: [[Int]: [Double]] = [:]
        var order: [[Int]] = []
        for (position, value) in x.floats.enumerated() {
            let key = x.shape.place(of: position).enumerated().filter { !axes.contains($0.offset) }.map(\.element)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(Double(value))
        }
        return order.map { formula(groups[$0] ?? []) }
    }

    @Test(arguments: [[0], [1], [3], [2, 3], [0, 2], [-1, 1], [0, 1, 2, 3]], [0, 1])
    func `numbers along the axes become one`(axes: [Int], keeps: Int) throws {
        let x = Tensor.random([2, 3, 4, 5], in: 0.5...1.5, seed: 5)
        let chosen = Set(axes.map { ($0 + 4) % 4 })
        let kept = (0..<4).compactMap { chosen.contains($0) ? (keeps == 1 ? 1 : nil) : x.shape[$0] }
        for reduction in Self.formulas {
            let expected = Self.reduce(x, chosen, reduction.formula)
            let newer = try compute(reduction.name, ["keepdims": .int(keeps)], [x, Tensor.integers(axes)], threads: 2)[0]
            let older = try compute(
                reduction.name, ["keepdims": .int(keeps), "axes": .ints(axes)], [x], operatorSet: reduction.inputSet - 1)[0]
            #expect(newer.shape.dimensions == kept)
            #expect(newer.floats == older.floats)
            for (found, expected) in zip(newer.floats, expected) {
                #expect(abs(Double(found) - expected) <= 1e-5 * abs(expected), "\(reduction.name)")
            }
        }
    }

    @Test func `no axes mean all of them, or none where the node says so`() throws {
        let x = Tensor.counting([2, 3])
        #expect(try compute("ReduceSum", ["keepdims": .int(0)], [x])[0].floats == [15])
        #expect(try compute("ReduceSum", ["noop_with_empty_axes": .int(1)], [x])[0].floats == x.floats)
    }

    @Test func `integers are reduced as integers`() throws {
        let x = Tensor([2, 2], elements: [Int32(7), -2, .max, 1])
        let axes = Tensor.integers([1])
        #expect(try compute("ReduceSum", ["keepdims": .int(0)], [x, axes])[0].array(of: Int32.self) == [5, .min])
        #expect(try compute("ReduceMax", ["keepdims": .int(0)], [x, axes])[0].array(of: Int32.self) == [7, .max])
    }

    @Test func `an axis twice or beyond the rank is refused`() {
        for axes in [[0, 0], [0, -2], [2], [-3], [Int.min]] {
            #expect(throws: OperatorError.self) { try compute("ReduceSum", [:], [Tensor.counting([2, 3]), Tensor.integers(axes)]) }
        }
    }

    @Test func `the place of the extreme is the first or the last of several`() throws {
        let x = Tensor([2, 3], [4, 9, 9, 1, 1, 5])
        #expect(try compute("ArgMax", ["axis": .int(1), "keepdims": .int(0)], [x])[0].integers == [1, 2])
        #expect(try compute("ArgMax", ["axis": .int(1), "select_last_index": .int(1)], [x])[0].integers == [2, 2])
        #expect(try compute("ArgMin", ["axis": .int(0)], [x])[0].integers == [1, 1, 1])
    }

    @Test func `the largest come in order with their places`() throws {
        let x = Tensor([2, 4], [3, 1, 4, 1, 5, 9, 2, 9])
        let top = try compute("TopK", [:], [x, Tensor.integers([2])])
        #expect(top[0].floats == [4, 3, 9, 9])
        #expect(top[1].integers == [2, 0, 1, 3])
        let bottom = try compute("TopK", ["axis": .int(0), "largest": .int(0)], [x, Tensor.integers([1])])
        #expect(bottom[0].floats == [3, 1, 2, 1])
        #expect(try compute("TopK", ["k": .int(1)], [x], operatorSet: 9)[1].integers == [2, 1])
        #expect(throws: OperatorError.self) { try compute("TopK", [:], [x, Tensor.integers([5])]) }
    }

    @Test(arguments: [(0, 0, [1, 3, 6]), (1, 0, [0, 1, 3]), (0, 1, [6, 5, 3]), (1, 1, [5, 3, 0])] as [(Int, Int, [Float])])
    func `sums run along an axis`(exclusive: Int, reverse: Int, expected: [Float]) throws {
        let attributes: Attributes = ["exclusive": .int(exclusive), "reverse": .int(reverse)]
        #expect(try compute("CumSum", attributes, [Tensor([3], [1, 2, 3]), Tensor.integers([0])])[0].floats == expected)
    }
}
