import Foundation
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct ProductTests {
    /// The sum over all values of all labels, term by term.
    private func einsum(_ terms: [String], _ output: String, _ tensors: [Tensor], extents: [Character: Int]) -> Tensor {
        let labels = extents.keys.sorted()
        let shape = Shape(output.map { extents[$0] ?? 1 })
        var sums = [Double](repeating: 0, count: shape.elementCount)
        let all = Shape(labels.map { extents[$0] ?? 1 })
        for position in 0..<all.elementCount {
            let value = Dictionary(uniqueKeysWithValues: zip(labels, all.place(of: position)))
            let product = zip(terms, tensors).reduce(1.0) { product, term in
                let place = zip(term.0, term.1.shape.dimensions).map { $1 == 1 ? 0 : value[$0] ?? 0 }
                return product * Double(term.1.floats[term.1.shape.position(of: place)])
            }
            sums[shape.position(of: output.map { value[$0] ?? 0 })] += product
        }
        return Tensor(shape, sums.map(Float.init))
    }

    @Test(arguments: [
        "ij,jk->ik", "ij,jk->ki", "bij,bjk->bik", "ij,kj,lk->il", "ii->i", "ii->", "ij->ji", "ij,ij->", "i,j->ij", "bhqd,bhkd->bhqk",
        "ijk,kj->i", "i,ij,j->", "aij,ajk,akl->ail", "ij,k->i",
    ])
    func `labels say what is multiplied and what is summed`(equation: String) throws {
        let sides = equation.split(separator: ">", omittingEmptySubsequences: false)
        let terms = sides[0].dropLast().split(separator: ",").map(String.init)
        let letters = Array(Set(terms.joined())).sorted()
        let extents = Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, $0 % 3 + 2) })
        let tensors = terms.enumerated().map { index, term in Tensor.random(Shape(term.map { extents[$0] ?? 1 }), seed: UInt64(index)) }
        let found = try compute("Einsum", ["equation": .string(equation)], tensors)[0]
        let expected = einsum(terms, String(sides[1]), tensors, extents: extents)
        #expect(found.shape == expected.shape)
        #expect(found.relativeDifference(to: expected) < 1e-5)
    }

    @Test func `an ellipsis stands for the axes that broadcast, and the output may be left out`() throws {
        let (a, b) = (Tensor.random([2, 1, 3, 4], seed: 1), Tensor.random([5, 4, 2], seed: 2))
        let product = try compute("MatMul", [:], [a, b])[0]
        for equation in ["...ij,...jk->...ik", "...ij, ...jk", "... i j , ... j k -> ... i k"] {
            let found = try compute("Einsum", ["equation": .string(equation)], [a, b])[0]
            #expect(found.shape == product.shape)
            #expect(found.relativeDifference(to: product) < 1e-5)
        }
    }

    @Test(arguments: ["ij->k", "ij,jk", "i->i", "ij->ii", "i!->i", "....->", "ij-j", "", "->"])
    func `an equation that says nothing is refused`(equation: String) {
        #expect(throws: OperatorError.self) { try compute("Einsum", ["equation": .string(equation)], [Tensor.counting([2, 3])]) }
    }

    @Test func `a determinant is the sum over all permutations`() throws {
        let x = Tensor.random([4, 3, 3], in: -2...2, seed: 3)
        let found = try compute("Det", [:], [x])[0]
        for index in 0..<4 {
            let m = { (row: Int, column: Int) in x.floats[index * 9 + row * 3 + column] }
            let expected =
                m(0, 0) * (m(1, 1) * m(2, 2) - m(1, 2) * m(2, 1)) - m(0, 1) * (m(1, 0) * m(2, 2) - m(1, 2) * m(2, 0))
                + m(0, 2) * (m(1, 0) * m(2, 1) - m(1, 1) * m(2, 0))
            #expect(abs(found.floats[index] - expected) < 1e-4)
        }
        #expect(try compute("Det", [:], [Tensor([2, 2], [1, 2, 2, 4])])[0].floats == [0])
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func `attention weighs values by how queries meet keys`(isCausal: Bool, hasMask: Bool) throws {
        let (q, k, v) = (
            Tensor.random([2, 4, 3, 5], seed: 1), Tensor.random([2, 2, 6, 5], seed: 2), Tensor.random([2, 2, 6, 4], seed: 3)
        )
        let cap: Float = isCausal || hasMask ? 0 : 2
        let mask = Tensor([3, 6], elements: (0..<18).map { $0 % 4 != 1 })
        let found = try compute(
            "Attention", ["is_causal": .int(isCausal ? 1 : 0), "softcap": .float(cap)], [q, k, v, hasMask ? mask : nil], operatorSet: 24)[0]
        #expect(found.shape == [2, 4, 3, 4])
        for place in 0..<2 * 4 * 3 {
            let (image, head, query) = (place / 12, place / 3 % 4, place % 3)
            let group = image * 2 + head / 2
            let shares = (0..<6).map { key -> Double in
                let product = (0..<5).reduce(0.0) { $0 + Double(q.floats[place * 5 + $1] * k.floats[(group * 6 + key) * 5 + $1]) }
                if isCausal && key > query || hasMask && (query * 6 + key) % 4 == 1 { return 0 }
                let score = product / 5.0.squareRoot()
                return exp(cap > 0 ? 2 * tanh(score / 2) : score)
            }
            for column in 0..<4 {
                let sum = (0..<6).reduce(0.0) { $0 + shares[$1] * Double(v.floats[(group * 6 + $1) * 4 + column]) } / shares.reduce(0, +)
                #expect(abs(Double(found.floats[place * 4 + column]) - sum) < 1e-5)
            }
        }
    }

    @Test func `what is kept of the past stands before new keys and values`() throws {
        let (q, k, v) = (
            Tensor.random([1, 2, 1, 4], seed: 1), Tensor.random([1, 2, 3, 4], seed: 2), Tensor.random([1, 2, 3, 4], seed: 3)
        )
        let whole = try compute("Attention", [:], [q, k, v], operatorSet: 24)[0]
        let part = { (x: Tensor, start: Int, end: Int) in
            try compute("Slice", [:], [x, .integers([start]), .integers([end]), .integers([2])])[0]
        }
        let found = try compute(
            "Attention", ["is_causal": .int(1)],
            [q, part(k, 2, 3), part(v, 2, 3), nil, part(k, 0, 2), part(v, 0, 2)], operatorSet: 24, outputCount: 3)
        #expect(found[0].relativeDifference(to: whole) < 1e-6)
        #expect(found[1].floats == k.floats)
        #expect(found[2].floats == v.floats)
    }

    @Test(arguments: [false, true])
    func `pairs are turned by the angle of their position`(isInterleaved: Bool) throws {
        let x = Tensor.random([1, 2, 3, 4], seed: 7)
        let angles: [Float] = [0, 0.3, 1.1, -0.4, 2, 0.7]
        let (cosines, sines) = (Tensor([3, 2], angles.map(cosf)), Tensor([3, 2], angles.map(sinf)))
        let positions = Tensor([1, 3], elements: [2, 0, 1] as [Int64])
        let found = try compute(
            "RotaryEmbedding", ["interleaved": .int(isInterleaved ? 1 : 0)], [x, cosines, sines, positions], operatorSet: 23)[0]
        for head in 0..<2 {
            for (place, position) in [2, 0, 1].enumerated() {
                for pair in 0..<2 {
                    let start = (head * 3 + place) * 4
                    let (first, second) = isInterleaved ? (start + 2 * pair, start + 2 * pair + 1) : (start + pair, start + 2 + pair)
                    let angle = angles[position * 2 + pair]
                    #expect(abs(found.floats[first] - (x.floats[first] * cosf(angle) - x.floats[second] * sinf(angle))) < 1e-6)
                    #expect(abs(found.floats[second] - (x.floats[first] * sinf(angle) + x.floats[second] * cosf(angle))) < 1e-6)
                }
            }
        }
    }
}
