import Foundation
import Inference
import Tensors
import TestSupport
import Testing

struct BinaryFunctionTests {
    static let shapes: [[Shape]] = [
        [[2, 3], [2, 3]], [[2, 3, 4], []], [[], [2, 3]], [[2, 3, 4, 5], [3, 1, 1]], [[2, 3], [3]], [[3, 1], [1, 4]],
        [[2, 1, 4, 1], [3, 1, 5]], [[0, 3], [1, 3]], [[1], [1, 1, 1]], [[4, 1, 2], [1, 3, 1]],
    ]

    private static let operations: [(name: String, formula: @Sendable (Double, Double) -> Double)] = [
        ("Add", { $0 + $1 }), ("Sub", { $0 - $1 }), ("Mul", { $0 * $1 }), ("Div", { $0 / $1 }), ("Max", { max($0, $1) }),
        ("Min", { min($0, $1) }), ("Pow", { pow($0, $1) }), ("Sum", { $0 + $1 }), ("Mean", { ($0 + $1) / 2 }),
    ]

    /// The element of a tensor that stands at a place of the common shape.
    private static func element(_ tensor: Tensor, at place: [Int]) -> Double {
        let own = place.suffix(tensor.shape.rank)
        let limited = zip(own, tensor.shape.dimensions).map { $1 == 1 ? 0 : $0 }
        return Double(tensor.floats[tensor.shape.position(of: limited)])
    }

    @Test(arguments: shapes)
    func `operands broadcast as in NumPy`(_ shapes: [Shape]) throws {
        let a = Tensor.random(shapes[0], in: 0.5...2, seed: 1)
        let b = Tensor.random(shapes[1], in: 0.5...2, seed: 2)
        for operation in Self.operations {
            let y = try compute(operation.name, [:], [a, b], threads: 2)[0]
            #expect(y.shape == Shape.broadcast(a.shape, b.shape))
            for (position, found) in y.floats.enumerated() {
                let place = y.shape.place(of: position)
                let expected = operation.formula(Self.element(a, at: place), Self.element(b, at: place))
                #expect(abs(Double(found) - expected) <= 2e-6 * abs(expected), "\(operation.name) at \(place)")
            }
        }
    }

    @Test func `threads share long runs without a difference`() throws {
        let a = Tensor.random([5, 64, 33, 17], seed: 3)
        let b = Tensor.random([64, 1, 1], seed: 4)
        let (shared, alone) = (try compute("Mul", [:], [a, b], threads: 4)[0], try compute("Mul", [:], [a, b])[0])
        #expect(shared.floats == alone.floats)
    }

    @Test func `integer arithmetic never traps`() throws {
        let a = Tensor([4], elements: [Int32.max, .min, 7, -7])
        let b = Tensor([4], elements: [Int32(1), -1, 0, 2])
        #expect(try compute("Add", [:], [a, b])[0].array(of: Int32.self) == [.min, .max, 7, -5])
        #expect(try compute("Div", [:], [a, b])[0].array(of: Int32.self) == [.max, .min, 0, -3])
        #expect(try compute("Mod", [:], [a, b])[0].array(of: Int32.self) == [0, 0, 0, 1])
        #expect(try compute("Mod", ["fmod": .int(1)], [a, b])[0].array(of: Int32.self) == [0, 0, 0, -1])
        #expect(try compute("Pow", [:], [b, a])[0].array(of: Int32.self) == [1, 1, 0, 0])
    }

    @Test func `a power has the type of its base`() throws {
        let base = Tensor([3], elements: [Int32(2), 3, -4])
        #expect(try compute("Pow", [:], [base, Tensor(scalar: 2)])[0].array(of: Int32.self) == [4, 9, 16])
        let exponent = Tensor([3], elements: [Int64(3), 0, -1])
        #expect(try compute("Pow", [:], [Tensor([3], [2, 5, 4]), exponent])[0].floats == [8, 1, 0.25])
    }

    @Test func `before opset 7 an operand stands under the axis it names`() throws {
        let a = Tensor.counting([2, 3, 2])
        let y = try compute("Add", ["broadcast": .int(1), "axis": .int(1)], [a, Tensor([3], [10, 20, 30])], operatorSet: 6)[0]
        #expect(y.floats == [10, 11, 22, 23, 34, 35, 16, 17, 28, 29, 40, 41])
    }

    @Test func `the largest is not a number where an input is none`() throws {
        let y = try compute("Max", [:], [Tensor([2], [.nan, 1]), Tensor([2], [0, .nan])])[0].floats
        #expect(y.map(\.isNaN) == [true, true])
    }

    @Test(arguments: [
        ("Less", [true, false, false]), ("LessOrEqual", [true, true, false]), ("Equal", [false, true, false]),
        ("GreaterOrEqual", [false, true, true]), ("Greater", [false, false, true]),
    ])
    func `comparisons hold as they say`(name: String, expected: [Bool]) throws {
        #expect(try compute(name, [:], [Tensor([3], [1, 2, 3]), Tensor(scalar: 2)])[0].array(of: Bool.self) == expected)
        let integers = Tensor([3], elements: [UInt8(1), 2, 3])
        #expect(try compute(name, [:], [integers, Tensor([], elements: [UInt8(2)])])[0].array(of: Bool.self) == expected)
    }

    @Test func `a choice takes elements of any width`() throws {
        let condition = Tensor([2, 1], elements: [true, false])
        let y = try compute("Where", [:], [condition, Tensor.integers([1, 2]), Tensor.integers([8, 9])])[0]
        #expect(y.integers == [1, 2, 8, 9])
    }

    @Test func `shapes that do not broadcast are refused`() {
        #expect(throws: OperatorError.self) { try compute("Add", [:], [Tensor.counting([2, 3]), Tensor.counting([2])]) }
        #expect(throws: OperatorError.self) { try compute("Add", [:], [Tensor.counting([2]), Tensor.integers([1, 2])]) }
    }
}
