import Tensors
import Testing

@Suite struct ShapeTests {
    @Test(
        arguments: [
            ([], [], []), ([3], [], [3]), ([2, 1, 4], [3, 1], [2, 3, 4]), ([1, 5], [4, 1], [4, 5]), ([2], [3], nil), ([2, 3], [2], nil),
            ([0], [1], [0]),
        ] as [(Shape, Shape, Shape?)])
    func `shapes broadcast as NumPy's do`(first: Shape, second: Shape, expected: Shape?) {
        #expect(Shape.broadcast(first, second) == expected)
        #expect(Shape.broadcast(second, first) == expected)
    }

    @Test(
        arguments: [
            ([2, 3, 4], 24), ([], 1), ([0, 5], 0), ([-1, 5], nil), ([1 << 40, 1 << 40], nil), ([1 << 62, 4, 0], nil),
            ([0, 1 << 62, 4], nil),
        ] as [(Shape, Int?)])
    func `a declared size is counted without overflow`(shape: Shape, expected: Int?) {
        #expect(shape.checkedElementCount == expected)
    }

    @Test func `strides and axes follow the order of memory`() {
        let shape: Shape = [2, 3, 4]
        #expect(shape.strides == [12, 4, 1])
        #expect(shape.normalizedAxis(-1) == 2)
        #expect(shape.normalizedAxis(3) == nil)
        #expect(shape.normalizedAxis(-4) == nil)
        #expect("\(shape)" == "2x3x4")
        #expect("\(Shape([]))" == "scalar")
    }
}
