import Inference
import Tensors
import TestSupport
import Testing

@Suite struct ScatterTests {
    private static let reductions: [(String, @Sendable (Float, Float) -> Float)] = [
        ("none", { $1 }), ("add", { $0 + $1 }), ("mul", { $0 * $1 }), ("max", { max($0, $1) }), ("min", { min($0, $1) }),
    ]

    @Test(arguments: reductions.map(\.0))
    func `each update goes where its index says, one after another`(reduction: String) throws {
        let combine = try #require(Self.reductions.first { $0.0 == reduction }).1
        let (data, updates) = (Tensor.random([3, 4], seed: 1), Tensor.random([2, 3], seed: 2))
        let indices = Tensor([2, 3], elements: [0, 3, -4, 1, 0, 1] as [Int64])
        var expected = data.floats
        for (place, index) in [0, 3, 0, 1, 0, 1].enumerated() {
            let target = place / 3 * 4 + index
            expected[target] = combine(expected[target], updates.floats[place])
        }
        let found = try compute("ScatterElements", ["axis": .int(1), "reduction": .string(reduction)], [data, indices, updates])[0]
        #expect(found.floats == expected)
        if reduction == "none" {
            #expect(try compute("Scatter", ["axis": .int(1)], [data, indices, updates], operatorSet: 9)[0].floats == expected)
        }
    }

    @Test(arguments: reductions.map(\.0))
    func `each row of indices names a part of the data`(reduction: String) throws {
        let combine = try #require(Self.reductions.first { $0.0 == reduction }).1
        let (data, updates) = (Tensor.random([2, 3, 2], seed: 3), Tensor.random([3, 2], seed: 4))
        let indices = Tensor([3, 2], elements: [0, 1, 1, -1, 0, 1] as [Int64])
        var expected = data.floats
        for (row, part) in [1, 5, 1].enumerated() {
            for step in 0..<2 { expected[part * 2 + step] = combine(expected[part * 2 + step], updates.floats[row * 2 + step]) }
        }
        let found = try compute("ScatterND", ["reduction": .string(reduction)], [data, indices, updates])[0]
        #expect(found.floats == expected)
    }

    @Test func `half-precision sums are rounded once`() throws {
        let half = { (numbers: [Float]) in try compute("Cast", ["to": .int(10)], [Tensor([numbers.count], numbers)])[0] }
        let found = try compute(
            "ScatterElements", ["reduction": .string("add")], [half([1, 2]), .integers([0, 0]), half([0.5, 0.25])])[0]
        #expect(found.elementType == .float16)
        #expect(found.convertedToFloat32().floats == [1.75, 2])
    }

    @Test func `indices beyond the data are refused`() {
        let data = Tensor.counting([2, 2])
        #expect(throws: OperatorError.self) {
            try compute("ScatterND", [:], [data, Tensor([1, 1], elements: [Int64(2)]), .counting([1, 2])])
        }
        #expect(throws: OperatorError.self) {
            try compute("ScatterElements", [:], [data, Tensor([1, 1], elements: [Int64(-3)]), .counting([1, 1])])
        }
    }

    @Test(arguments: ["linear", "circular"])
    func `a cache is written from the place of each row`(mode: String) throws {
        let (cache, update) = (Tensor.random([2, 4, 3], seed: 5), Tensor.random([2, 2, 3], seed: 6))
        let starts = mode == "linear" ? [0, 2] : [3, 1]
        var expected = cache.floats
        for row in 0..<2 {
            for step in 0..<2 {
                for column in 0..<3 {
                    expected[(row * 4 + (starts[row] + step) % 4) * 3 + column] = update.floats[(row * 2 + step) * 3 + column]
                }
            }
        }
        #expect(
            try compute("TensorScatter", ["mode": .string(mode)], [cache, update, .integers(starts)], operatorSet: 24)[0].floats == expected
        )
        #expect(throws: OperatorError.self) {
            try compute("TensorScatter", ["mode": .string(mode)], [cache, update, .integers([0, 5])], operatorSet: 24)
        }
    }
}
