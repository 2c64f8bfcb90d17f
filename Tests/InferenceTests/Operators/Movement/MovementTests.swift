import Inference
import Tensors
import TestSupport
import Testing

struct MovementTests {
    @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [0, 2, 3, 1], [2, 0, 3, 1], [1, 0, 2, 3]])
    func `a transposition moves every element to its place`(_ permutation: [Int]) throws {
        let x = Tensor.counting([2, 3, 4, 5])
        let y = try compute("Transpose", ["perm": .ints(permutation)], [x], threads: 2)[0]
        #expect(y.shape == Shape(permutation.map { x.shape[$0] }))
        for (position, found) in y.floats.enumerated() {
            var place = [0, 0, 0, 0]
            for (axis, index) in zip(permutation, y.shape.place(of: position)) { place[axis] = index }
            #expect(Int(found) == x.shape.position(of: place))
        }
    }

    @Test(arguments: [
        ([0, -1], [2, 12]), ([4, 6], [4, 6]), ([-1], [24]), ([2, 0, 4], [2, 3, 4]), ([1, -1, 1, 2], [1, 12, 1, 2]),
    ])
    func `a shape may leave one extent open and copy others`(requested: [Int], expected: [Int]) throws {
        let y = try compute("Reshape", [:], [Tensor.counting([2, 3, 4]), Tensor.integers(requested)])[0]
        #expect(y.shape.dimensions == expected)
    }

    @Test(arguments: [[5, 5], [-1, -1], [-1, 5], [0, 0, 0, 0], [-2, 12], [Int.max, 2], []])
    func `a shape with other elements is refused`(_ requested: [Int]) {
        #expect(throws: OperatorError.self) { try compute("Reshape", [:], [Tensor.counting([2, 3, 4]), Tensor.integers(requested)]) }
    }

    @Test func `an empty tensor keeps its zeros where they are allowed`() throws {
        let y = try compute("Reshape", ["allowzero": .int(1)], [Tensor.counting([0, 3]), Tensor.integers([3, 0])])[0]
        #expect(y.shape == [3, 0])
    }

    @Test(arguments: [(0, [1, 24]), (1, [2, 12]), (3, [24, 1]), (-1, [6, 4])])
    func `flattening makes a matrix`(axis: Int, expected: [Int]) throws {
        #expect(try compute("Flatten", ["axis": .int(axis)], [Tensor.counting([2, 3, 4])])[0].shape.dimensions == expected)
    }

    @Test func `axes are an attribute before opset 13 and an input later`() throws {
        let x = Tensor.counting([1, 3, 1])
        #expect(try compute("Squeeze", ["axes": .ints([0])], [x], operatorSet: 11)[0].shape == [3, 1])
        #expect(try compute("Squeeze", [:], [x, Tensor.integers([-1])])[0].shape == [1, 3])
        #expect(try compute("Squeeze", [:], [x])[0].shape == [3])
        #expect(try compute("Unsqueeze", ["axes": .ints([0, -1])], [x], operatorSet: 11)[0].shape == [1, 1, 3, 1, 1])
        #expect(try compute("Unsqueeze", [:], [x, Tensor.integers([1])])[0].shape == [1, 1, 3, 1])
        #expect(throws: OperatorError.self) { try compute("Squeeze", [:], [x, Tensor.integers([1])]) }
    }

    @Test func `parts are concatenated and split again`() throws {
        let x = Tensor.random([2, 7, 3], seed: 1)
        let parts = try compute("Split", ["axis": .int(1)], [x, Tensor.integers([2, 4, 1])])
        #expect(parts.map(\.shape) == [[2, 2, 3], [2, 4, 3], [2, 1, 3]])
        #expect(try compute("Concat", ["axis": .int(-2)], parts)[0].floats == x.floats)
    }

    @Test func `an equal split goes by the number of outputs`() throws {
        let x = Tensor.counting([6])
        #expect(try compute("Split", [:], [x], operatorSet: 13, outputCount: 3).map(\.floats) == [[0, 1], [2, 3], [4, 5]])
        #expect(try compute("Split", ["num_outputs": .int(4)], [x]).map(\.shape) == [[2], [2], [2], [0]])
    }

    @Test func `indices gather parts, counted from either end`() throws {
        let x = Tensor.counting([2, 3, 2])
        let y = try compute("Gather", ["axis": .int(1)], [x, Tensor([1, 2], elements: [Int32(-1), 0])])[0]
        #expect(y.shape == [2, 1, 2, 2])
        #expect(y.floats == [4, 5, 0, 1, 10, 11, 6, 7])
    }

    @Test(arguments: [3, -4, Int.max, Int.min])
    func `an index outside of the axis is refused`(_ index: Int) {
        #expect(throws: OperatorError.index(role: "indices", found: index, extent: 3)) {
            try compute("Gather", [:], [Tensor.counting([3]), Tensor.integers([index])])
        }
    }

    @Test(
        arguments: [
            ("constant", [9, 9, 0, 1, 2, 9]), ("edge", [0, 0, 0, 1, 2, 2]), ("reflect", [2, 1, 0, 1, 2, 1]), ("wrap", [1, 2, 0, 1, 2, 0]),
        ] as [(String, [Float])])
    func `padding adds what its mode says`(mode: String, expected: [Float]) throws {
        let y = try compute("Pad", ["mode": .string(mode)], [Tensor.counting([3]), Tensor.integers([2, 1]), Tensor(scalar: 9)])[0]
        #expect(y.floats == expected)
        let older: Attributes = ["mode": .string(mode), "pads": .ints([2, 1]), "value": .float(9)]
        if mode != "wrap" { #expect(try compute("Pad", older, [Tensor.counting([3])], operatorSet: 2)[0].floats == expected) }
    }

    @Test func `negative padding removes`() throws {
        #expect(try compute("Pad", [:], [Tensor.counting([5]), Tensor.integers([-1, -2])])[0].floats == [1, 2])
        #expect(throws: OperatorError.self) { try compute("Pad", [:], [Tensor.counting([5]), Tensor.integers([-4, -4])]) }
    }

    @Test func `pixel shuffle and its inverse`() throws {
        let x = Tensor.counting([1, 8, 2, 3])
        let spread = try compute("DepthToSpace", ["blocksize": .int(2)], [x])[0]
        #expect(spread.shape == [1, 2, 4, 6])
        #expect(try compute("SpaceToDepth", ["blocksize": .int(2)], [spread])[0].floats == x.floats)
        let shuffled = try compute("DepthToSpace", ["blocksize": .int(2), "mode": .string("CRD")], [x])[0]
        #expect(Array(shuffled.floats.prefix(6)) == [0, 6, 1, 7, 2, 8])
    }

    @Test func `a shape is known before any arithmetic`() throws {
        let kind = try #require(OperatorCatalog.byName["Shape"])
        let implementation = try kind.init(attributes: ["start": .int(-2)], operatorSet: 15)
        #expect(try implementation.inferOutputs([ValueInfo(.float32, [2, 3, 4])])[0].constant?.integers == [3, 4])
    }

    @Test func `matrices multiply over batches that broadcast`() throws {
        let a = Tensor.random([2, 1, 3, 4], seed: 1)
        let b = Tensor.random([5, 4, 2], seed: 2)
        let y = try compute("MatMul", [:], [a, b])[0]
        #expect(y.shape == [2, 5, 3, 2])
        for (position, found) in y.floats.enumerated() {
            let place = y.shape.place(of: position)
            let expected = (0..<4).reduce(Float(0)) { sum, k in
                sum + a.floats[a.shape.position(of: [place[0], 0, place[2], k])] * b.floats[b.shape.position(of: [place[1], k, place[3]])]
            }
            #expect(abs(found - expected) < 1e-5)
        }
        #expect(try compute("MatMul", [:], [Tensor.integers([1, 2, 3]), Tensor.integers([4, 5, 6])])[0].integers == [32])
    }
}
