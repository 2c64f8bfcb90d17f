import Inference
import Tensors
import Testing

struct ClipTests {
    private let x = Tensor([5], [-7, -1, 0.5, 3, 9])

    @Test func `limits are attributes before opset 11`() throws {
        let y = try compute("Clip", ["min": .float(0), "max": .float(6)], [x], operatorSet: 6)[0]
        #expect(y.floats == [0, 0, 0.5, 3, 6])
    }

    @Test func `limits are inputs from opset 11 on, and either may be left out`() throws {
        let (low, high) = (Tensor(scalar: -1), Tensor(scalar: 3))
        #expect(try compute("Clip", [:], [x, low, high])[0].floats == [-1, -1, 0.5, 3, 3])
        #expect(try compute("Clip", [:], [x, nil, high])[0].floats == [-7, -1, 0.5, 3, 3])
        #expect(try compute("Clip", [:], [x, low])[0].floats == [-1, -1, 0.5, 3, 9])
        #expect(try compute("Clip", [:], [x])[0].floats == x.floats)
    }

    @Test func `where the limits cross the upper one wins`() throws {
        #expect(try compute("Clip", [:], [x, Tensor(scalar: 5), Tensor(scalar: 2)])[0].floats == [2, 2, 2, 2, 2])
    }

    @Test func `integers are clipped as integers`() throws {
        let y = try compute("Clip", [:], [Tensor.integers([-5, 1 << 60]), Tensor([], elements: [Int64(0)])])[0]
        #expect(y.integers == [0, 1 << 60])
    }

    @Test func `a limit of another type is refused`() {
        #expect(throws: OperatorError.elementType(role: "min", found: .int64, expected: "float32, like input")) {
            try compute("Clip", [:], [x, Tensor([], elements: [Int64(0)])])
        }
    }
}
