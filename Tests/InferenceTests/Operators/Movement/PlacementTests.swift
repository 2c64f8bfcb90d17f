import Inference
import Tensors
import TestSupport
import Testing

@Suite struct PlacementTests {
    static let columns: [([Int], [Int], Attributes)] = [
        ([5, 6], [2, 3], ["strides": .ints([1, 2]), "pads": .ints([1, 0, 0, 2]), "dilations": .ints([2, 1])]), ([4, 4], [2, 2], [:]),
        ([7], [3], ["strides": .ints([2])]), ([3, 4, 2], [2, 2, 1], ["pads": .ints([0, 1, 0, 0, 1, 1])]),
    ]

    @Test(arguments: columns)
    func `columns are added back where they came from`(row: ([Int], [Int], Attributes)) throws {
        let (image, block, attributes) = row
        let rank = image.count
        let strides = try attributes.ints("strides") ?? [Int](repeating: 1, count: rank)
        let dilations = try attributes.ints("dilations") ?? [Int](repeating: 1, count: rank)
        let pads = try attributes.ints("pads") ?? [Int](repeating: 0, count: 2 * rank)
        let blocks = Shape(
            (0..<rank).map { (image[$0] + pads[$0] + pads[$0 + rank] - (block[$0] - 1) * dilations[$0] - 1) / strides[$0] + 1 })
        let x = Tensor.random([2, 3 * Shape(block).elementCount, blocks.elementCount], seed: 1)
        let y = try compute("Col2Im", attributes, [x, .integers(image), .integers(block)])[0]
        var expected = [Double](repeating: 0, count: 6 * Shape(image).elementCount)
        for (index, number) in x.doubles.enumerated() {
            let place = x.shape.place(of: index)
            let (channel, tap) = place[1].quotientAndRemainder(dividingBy: Shape(block).elementCount)
            let (by, at) = (Shape(block).place(of: tap), blocks.place(of: place[2]))
            let target = (0..<rank).map { at[$0] * strides[$0] + by[$0] * dilations[$0] - pads[$0] }
            guard zip(target, image).allSatisfy({ (0..<$1).contains($0) }) else { continue }
            expected[y.shape.position(of: [place[0], channel] + target)] += number
        }
        #expect(y.doubles.greatestDifference(to: expected) < 1e-6)
    }

    @Test(arguments: [(5, 3, 1), (5, 2, 1), (4, 3, 0), (3, 6, -1), (3, 5, -1), (3, 8, -2), (4, 4, 0)])
    func `the middle stays in the middle`(extent: Int, wanted: Int, first: Int) throws {
        let x = Tensor([1, extent], (0..<extent).map { Float($0 + 1) })
        let y = try compute("CenterCropPad", ["axes": .ints([-1])], [x, .integers([wanted])])[0]
        let expected = (0..<wanted).map { (0..<extent).contains(first + $0) ? Float(first + $0 + 1) : 0 }
        #expect(y.floats == expected)
    }

    @Test(arguments: [(0, [1, 0, 0, 0, 1, 0]), (1, [0, 1, 0, 0, 0, 1]), (-1, [0, 0, 0, 1, 0, 0]), (Int.max, [0, 0, 0, 0, 0, 0])])
    func `a diagonal has ones`(k: Int, expected: [Int]) throws {
        let y = try compute("EyeLike", ["k": .int(k), "dtype": .int(7)], [Tensor([2, 3], repeating: 9)])[0]
        #expect(y.integers == expected)
    }

    @Test func `numbers shrink toward zero`() throws {
        let x = Tensor([5], [-2, -1, 0.5, 1, 3])
        let attributes: Attributes = ["lambd": .float(1), "bias": .float(0.5)]
        #expect(try compute("Shrink", attributes, [x])[0].floats == [-1.5, 0, 0, 0, 2.5])
        let integers = Tensor([3], elements: [Int32(-4), 1, 4])
        #expect(try compute("Shrink", ["lambd": .float(1.5), "bias": .float(1)], [integers])[0].integers == [-3, 0, 3])
    }

    @Test(arguments: [1, 2, 3, 4]) func `a determinant is the signed sum over permutations`(size: Int) throws {
        let x = Tensor.random([2, size, size], seed: 5)
        func sum(_ matrix: ArraySlice<Double>, _ row: Int, _ columns: [Int]) -> Double {
            guard row < size else { return 1 }
            return columns.enumerated().reduce(0) { total, column in
                let rest = columns.filter { $0 != column.element }
                let term = matrix[matrix.startIndex + row * size + column.element] * sum(matrix, row + 1, rest)
                return total + (column.offset % 2 == 0 ? term : -term)
            }
        }
        let expected = (0..<2).map { sum(x.doubles[$0 * size * size..<($0 + 1) * size * size], 0, Array(0..<size)) }
        #expect(try compute("Det", [:], [x])[0].doubles.greatestDifference(to: expected) < 1e-5)
        #expect(try compute("Det", [:], [Tensor([2, 2], [0, 1, 1, 0])])[0].floats == [-1])
    }
}
