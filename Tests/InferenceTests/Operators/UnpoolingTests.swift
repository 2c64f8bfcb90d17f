import Inference
import Tensors
import TestSupport
import Testing

@Suite struct UnpoolingTests {
    private static let settings: Attributes = ["kernel_shape": .ints([2, 3]), "strides": .ints([2, 3])]

    @Test func `an unpool puts every maximum back where it was found`() throws {
        let x = Tensor.random([2, 3, 6, 9], seed: 1)
        let pooled = try compute("MaxPool", Self.settings, [x], outputCount: 2)
        let y = try compute("MaxUnpool", Self.settings, pooled)[0].floats
        let places = Set(pooled[1].array(of: Int64.self).map(Int.init))
        #expect(places.count == pooled[0].elementCount)
        #expect(y.indices.allSatisfy { y[$0] == (places.contains($0) ? x.floats[$0] : 0) })
    }

    @Test func `a larger output begins with the one that was pooled`() throws {
        let x = Tensor.random([1, 2, 4, 6], seed: 2)
        let pooled = try compute("MaxPool", Self.settings, [x], outputCount: 2)
        let small = try compute("MaxUnpool", Self.settings, pooled)[0]
        let large = try compute("MaxUnpool", Self.settings, pooled + [.integers([1, 2, 5, 8])])[0]
        let expected = (0..<large.elementCount).map { index -> Float in
            let place = large.shape.place(of: index)
            return place[2] < 4 && place[3] < 6 ? small.floats[small.shape.position(of: place)] : 0
        }
        #expect(large.floats == expected)
    }

    @Test func `an index beyond the output is refused`() throws {
        let indices = Tensor([1, 1, 1, 1], elements: [Int64(6)])
        #expect(throws: OperatorError.index(role: "I", found: 6, extent: 6)) {
            try compute("MaxUnpool", Self.settings, [Tensor([1, 1, 1, 1], [1]), indices])
        }
    }

    @Test(arguments: [ElementType.uint8, .int8]) func `bytes are pooled like numbers`(_ type: ElementType) throws {
        let numbers = Tensor.random([1, 2, 7, 8], in: type == .uint8 ? 0...255 : -128...127, seed: 3).floats.map { $0.rounded() }
        let x = Tensor([1, 2, 7, 8], numbers)
        let bytes = try compute("Cast", ["to": .int(type == .uint8 ? 2 : 3)], [x])
        let expected = try compute("MaxPool", Self.settings, [x], outputCount: 2)
        let found = try compute("MaxPool", Self.settings, bytes, outputCount: 2)
        #expect(found[0].elementType == type)
        #expect(found[0].integers == expected[0].floats.map { Int($0) })
        #expect(found[1].integers == expected[1].integers)
    }

    @Test(arguments: [1, 2, 3]) func `a norm is that of what is under the window`(_ p: Int) throws {
        @Sendable func norm(_ values: [Double]) -> Double {
            let sum = values.reduce(0) { sum, value in sum + (0..<p).reduce(1) { product, _ in product * abs(value) } }
            return p == 1 ? sum : p == 2 ? sum.squareRoot() : Self.cubeRoot(sum)
        }
        for geometry in PoolingTests.cases {
            var attributes = geometry.attributes
            attributes["p"] = .int(p)
            let x = Tensor.random(Shape([geometry.batch, geometry.channels] + geometry.size), seed: 4)
            let expected = try Reference.pool(geometry) { values, _ in norm(values) }([x])[0]
            let found = try compute("LpPool", attributes, [x])[0]
            #expect(found.shape == expected.shape && found.doubles.greatestDifference(to: expected.doubles) < 1e-5)
        }
        let x = Tensor.random([2, 3, 4, 5], seed: 5)
        let planes = (0..<6).map { norm(Array(x.doubles[$0 * 20..<($0 + 1) * 20])) }
        #expect(try compute("GlobalLpPool", ["p": .int(p)], [x])[0].doubles.greatestDifference(to: planes) < 1e-5)
    }

    /// By bisection.
    private static func cubeRoot(_ number: Double) -> Double {
        var (low, high) = (0.0, max(1, number))
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if middle * middle * middle < number { low = middle } else { high = middle }
        }
        return low
    }
}
