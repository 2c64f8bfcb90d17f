import Inference
import Tensors
import Testing

struct SliceTests {
    struct Case: Sendable {
        let (start, end, step): (Int, Int, Int)
        let expected: [Float]

        init(_ start: Int, _ end: Int, _ step: Int, _ expected: [Float]) {
            (self.start, self.end, self.step, self.expected) = (start, end, step, expected)
        }
    }

    static let cases = [
        Case(0, 6, 1, [0, 1, 2, 3, 4, 5]), Case(1, 4, 1, [1, 2, 3]), Case(-2, .max, 1, [4, 5]), Case(0, -1, 2, [0, 2, 4]),
        Case(5, 0, -1, [5, 4, 3, 2, 1]), Case(-1, .min, -2, [5, 3, 1]), Case(.max, .min, -1, [5, 4, 3, 2, 1, 0]), Case(4, 2, 1, []),
        Case(2, 4, -1, []), Case(0, 6, .max, [0]), Case(5, .min, .min, [5]), Case(9, 12, 1, []), Case(-9, 2, 1, [0, 1]),
    ]

    @Test(arguments: cases)
    func `a slice takes what Python's does`(_ example: Case) throws {
        let inputs = [example.start, example.end, 0, example.step].map { Tensor.integers([$0]) }
        #expect(try compute("Slice", [:], [Tensor.counting([6])] + inputs)[0].floats == example.expected)
    }

    @Test func `starts and ends are attributes before opset 10`() throws {
        let x = Tensor.counting([3, 4])
        let y = try compute("Slice", ["starts": .ints([1, -2]), "ends": .ints([3, 1000])], [x], operatorSet: 9)[0]
        #expect(y.floats == [6, 7, 10, 11])
        let z = try compute("Slice", ["starts": .ints([1]), "ends": .ints([2]), "axes": .ints([-1])], [x], operatorSet: 1)[0]
        #expect(z.floats == [1, 5, 9])
    }

    @Test func `slices of several axes cross`() throws {
        let inputs = [[2, 0], [Int.min, 3], [0, 1], [-2, 2]].map(Tensor.integers)
        #expect(try compute("Slice", [:], [Tensor.counting([3, 4])] + inputs)[0].floats == [8, 10, 0, 2])
    }

    @Test func `a step of 0 and an axis named twice are refused`() {
        let x = Tensor.counting([3, 4])
        #expect(throws: OperatorError.self) { try compute("Slice", [:], [x] + [[0], [1], [0], [0]].map(Tensor.integers)) }
        #expect(throws: OperatorError.self) { try compute("Slice", [:], [x] + [[0, 0], [1, 1], [0, -2]].map(Tensor.integers)) }
    }
}
