import Exploration
import Glibc
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct TensorDistanceTests {
    @Test func `distances are those of their formulas`() throws {
        let distance = try #require(TensorDistance(Tensor([4], [1, 2, 3, 4]), Tensor([4], [2, 2, 1, 4])))
        #expect(distance.rootMeanSquare == (5.0 / 4).squareRoot())
        #expect(abs(distance.relative - (5.0 / 30).squareRoot()) < 1e-12)
        #expect(abs(try #require(distance.cosine) - 25 / (30.0 * 25).squareRoot()) < 1e-12)
        // Means 2.5 and 2.25; Σ(a−ā)(b−b̄) = 2.5, Σ(a−ā)² = 5, Σ(b−b̄)² = 4.75.
        #expect(abs(try #require(distance.correlation) - 2.5 / (5 * 4.75).squareRoot()) < 1e-12)
        #expect(distance.greatest.difference == 2)
        #expect(distance.greatest.index == 2)
    }

    @Test func `a constant has no correlation and a zero no angle`() throws {
        let distance = try #require(TensorDistance(Tensor([3], repeating: 0), Tensor([3], [1, 2, 3])))
        #expect(distance.correlation == nil)
        #expect(distance.cosine == nil)
        #expect(TensorDistance(Tensor([3], repeating: 7), Tensor([3], [1, 2, 3]))?.correlation == nil)
    }

    @Test func `tensors of different shapes have no distance`() {
        #expect(TensorDistance(Tensor([2, 3], repeating: 0), Tensor([6], repeating: 0)) == nil)
    }
}

@Suite struct LinearCKATests {
    private let x = Tensor.random([20, 6], seed: 1)

    /// The definition over features: `‖Yᵀ X‖² / (‖Xᵀ X‖ ‖Yᵀ Y‖)` of centered samples, in double precision.
    private func reference(_ x: Tensor, _ y: Tensor) -> Double {
        func centered(_ tensor: Tensor) -> [[Double]] {
            let (n, p) = (tensor.shape[0], tensor.shape[1])
            let floats = tensor.floats.map(Double.init)
            let means = (0..<p).map { column in (0..<n).reduce(0.0) { $0 + floats[$1 * p + column] } / Double(n) }
            return (0..<n).map { row in (0..<p).map { floats[row * p + $0] - means[$0] } }
        }
        func norm(_ a: [[Double]], _ b: [[Double]]) -> Double {
            var sum = 0.0
            for i in a[0].indices {
                for j in b[0].indices {
                    let product = a.indices.reduce(0.0) { $0 + a[$1][i] * b[$1][j] }
                    sum += product * product
                }
            }
            return sum.squareRoot()
        }
        let (a, b) = (centered(x), centered(y))
        return norm(b, a) * norm(b, a) / (norm(a, a) * norm(b, b))
    }

    private func similarity(_ x: Tensor, _ y: Tensor) throws -> Double? {
        try LinearCKA(samples: x, in: RunContext()).similarity(to: LinearCKA(samples: y, in: RunContext()))
    }

    @Test func `similarity is that of the definition`() throws {
        for seed in 2...5 {
            let y = Tensor.random([20, 9], seed: UInt64(seed))
            #expect(abs(try #require(try similarity(x, y)) - reference(x, y)) < 1e-5)
        }
    }

    @Test func `a rotated, scaled and shifted layer is the same layer`() throws {
        let floats = x.floats
        let (c, s) = (Float(cos(0.7)), Float(sin(0.7)))
        let y = Tensor(x.shape) { destination in
            for row in 0..<20 {
                for column in 0..<6 { destination[row * 6 + column] = 3 * floats[row * 6 + column] + 5 }
                let (a, b) = (destination[row * 6], destination[row * 6 + 1])
                (destination[row * 6], destination[row * 6 + 1]) = (c * a - s * b, s * a + c * b)
            }
        }
        #expect(abs(try #require(try similarity(x, y)) - 1) < 1e-5)
    }

    @Test func `a layer without variation is like nothing`() throws {
        #expect(try similarity(x, Tensor([20, 3], repeating: 4)) == nil)
    }

    @Test func `maps are averaged over the parts of a grid`() {
        let maps = Tensor([1, 2, 4], [1, 3, 5, 7, 2, 4, 6, 8])
        #expect(maps.samples(rows: 1, columns: 2).floats == [2.5, 6.5])
        #expect(maps.samples(rows: 9, columns: 9).floats == maps.floats)
        #expect(maps.pooledFeatures.floats == [4.5])
    }
}

@Suite struct NearestNeighborTests {
    @Test func `the smallest angle comes first`() {
        let found = NearestNeighbors(
            of: Tensor([2], [1, 1]), among: [Tensor([2], [1, 0]), Tensor([2], [5, 5]), Tensor([2], [-1, -1]), Tensor([2], [0, 0])])
        #expect(found.ranked.map(\.index) == [1, 0, 2, 3])
        #expect(abs(found.ranked[0].similarity - 1) < 1e-12)
        #expect(abs(found.ranked[1].similarity - 0.5.squareRoot()) < 1e-12)
    }
}

@Suite struct NaiveChainTests {
    @Test func `a chain applies bare convolutions in order and leaves out what does not fit`() throws {
        var graph = Graph(name: "net", inputs: [GraphInput(name: "x", dimensions: [1, 2, 5, 5])], outputs: ["b"])
        for (name, shape) in [("wa", [4, 2, 3, 3]), ("wskip", [4, 2, 1, 1]), ("wb", [3, 4, 3, 3])] {
            graph.constants[name] = .random(Shape(shape), seed: UInt64(name.count))
        }
        let nodes = [
            ("a", "Conv", ["x", "wa"]), ("relu", "Relu", ["a"]), ("skip", "Conv", ["x", "wskip"]), ("b", "Conv", ["relu", "wb"]),
        ]
        graph.nodes = nodes.map { name, kind, inputs in
            Node(
                name: name, operatorName: kind, inputs: inputs, outputs: [name],
                attributes: kind == "Conv" && name != "skip" ? ["pads": .ints([1, 1, 1, 1])] : [:])
        }
        let chain = try NaiveChain(of: Network(graph), inputName: "x")
        #expect(chain.layers == ["a", "b"])
        let feed = Feed(["x": .random([1, 2, 5, 5], seed: 9)])
        let engine = Engine(threadCount: 1)
        let naive = try engine.run(chain.network, feed: feed, wanted: ["a", "b"]).values
        let truth = try engine.run(Network(graph), feed: feed, wanted: ["a", "b"]).values
        #expect(naive["a"]?.floats == truth["a"]?.floats)
        #expect(naive["b"]?.floats != truth["b"]?.floats)
    }
}
