import Exploration
import Inference
import Tensors
import TestSupport
import Testing

struct ClassLedgerTests {
    /// A head over maps `[1, 6, 4, 5]`: the operators after them, each with its constants.
    struct Head: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let nodes: [(name: String, attributes: Attributes, constants: [Tensor])]
        /// The operator that is in the way; `nil` where none is.
        var obstacle: String?
    }

    private static func random(_ shape: Shape, _ seed: UInt64, in range: ClosedRange<Float> = -1...1) -> Tensor {
        .random(shape, in: range, seed: seed)
    }

    private static let pooled = Head(
        testDescription: "global pooling, flattening, a dense layer",
        nodes: [
            ("GlobalAveragePool", [:], []), ("Flatten", [:], []), ("Dropout", [:], []),
            ("Gemm", ["transB": .int(1)], [random([5, 6], 1), random([5], 2)]),
        ])

    private static let heads: [Head] = [
        pooled,
        Head(
            testDescription: "a mean, a product, a sum",
            nodes: [
                ("ReduceMean", ["axes": .ints([2, 3]), "keepdims": .int(0)], []), ("MatMul", [:], [random([6, 5], 3)]),
                ("Add", [:], [random([5], 4)]),
            ]),
        Head(
            testDescription: "a window as large as the map, a normalization and a convolution after it",
            nodes: [
                ("AveragePool", ["kernel_shape": .ints([4, 5])], []),
                ("BatchNormalization", [:], [random([6], 5, in: 0.5...2), random([6], 6), random([6], 7), random([6], 8, in: 0.5...2)]),
                ("Conv", [:], [random([5, 6, 1, 1], 9), random([5], 10)]), ("Squeeze", [:], [Tensor([2], elements: [2, 3 as Int64])]),
            ]),
        Head(
            testDescription: "a convolution and its activation before the pooling",
            nodes: [
                ("Conv", [:], [random([5, 6, 1, 1], 11), random([5], 12)]), ("Relu", [:], []), ("GlobalAveragePool", [:], []),
                ("Reshape", [:], [Tensor([2], elements: [1, 5 as Int64])]),
            ]),
        Head(
            testDescription: "a dense layer without pooling",
            nodes: [("Flatten", [:], []), ("Gemm", ["transB": .int(1)], [random([5, 120], 13), random([5], 14)])]),
        Head(
            testDescription: "two dense layers",
            nodes: [
                ("Flatten", [:], []), ("Gemm", ["transB": .int(1)], [random([7, 120], 15)]), ("Relu", [:], []),
                ("Gemm", ["transB": .int(1)], [random([5, 7], 16)]),
            ], obstacle: "Relu"),
        Head(
            testDescription: "the greatest of each map",
            nodes: [("GlobalMaxPool", [:], []), ("Flatten", [:], []), ("Gemm", ["transB": .int(1)], [random([5, 6], 17)])],
            obstacle: "GlobalMaxPool"),
    ]

    private func book(_ head: Head) throws -> (book: LedgerBook, logits: String) {
        var graph = Graph(name: "head", inputs: [GraphInput(name: "x", dimensions: [1, 6, 4, 5])])
        graph.nodes.append(Node(name: "tanh", operatorName: "Tanh", inputs: ["x"], outputs: ["tanh"]))
        var value = "tanh"
        for (index, node) in head.nodes.enumerated() {
            var inputs = [value]
            for (place, constant) in node.constants.enumerated() {
                inputs.append("c\(index).\(place)")
                graph.constants["c\(index).\(place)"] = constant
            }
            value = "\(index)"
            graph.nodes.append(
                Node(name: node.name.lowercased(), operatorName: node.name, inputs: inputs, outputs: [value], attributes: node.attributes))
        }
        graph.outputs = [value]
        let network = try Network(graph)
        let feed = Feed(["x": .random([1, 6, 4, 5], seed: 20)])
        let engine = Engine(threadCount: 1)
        return (LedgerBook(network) { try engine.run(network, feed: feed, wanted: $0).values }, value)
    }

    @Test(arguments: heads.filter { $0.obstacle == nil })
    func `channels and places add up to the logit`(head: Head) throws {
        let (book, logits) = try book(head)
        for number in 0..<5 {
            let ledger = try ClassLedger(of: number, logits: logits, book: book)
            #expect(abs(ledger.residual) < 1e-6)
            #expect(abs(ledger.channels.reduce(ledger.constant) { $0 + $1.amount } - ledger.logit) < 1e-6)
            #expect(abs(ledger.map.floats.reduce(ledger.constant) { $0 + Double($1) } - ledger.logit) < 1e-5)
            #expect(ledger.map.shape == [4, 5])
            #expect(ledger.channels.count == 6 && ledger.mapsName == "tanh")
        }
    }

    @Test func `under global pooling a channel adds its weight times its mean`() throws {
        let (book, logits) = try book(Self.pooled)
        let ledger = try ClassLedger(of: 3, logits: logits, book: book)
        let weights = Self.random([5, 6], 1).floats
        for channel in ledger.channels {
            #expect(abs((channel.weight ?? .nan) - Double(weights[3 * 6 + channel.channel])) < 1e-6)
            #expect(abs(channel.amount - (channel.weight ?? .nan) * channel.mean) < 1e-9)
        }
        #expect(abs(ledger.constant - Double(Self.random([5], 2).floats[3])) < 1e-9)
        #expect(ledger.path == ["gemm", "dropout", "flatten", "globalaveragepool"] && ledger.gates.isEmpty)
    }

    @Test(arguments: heads.filter { $0.obstacle != nil })
    func `a head that is no weighted sum says what is in the way`(head: Head) throws {
        let (book, logits) = try book(head)
        let obstacle = try #require(head.obstacle)
        #expect(throws: LedgerError.headNotLinear(node: obstacle.lowercased(), operatorName: obstacle)) {
            try ClassLedger(of: 0, logits: logits, book: book)
        }
    }

    @Test func `a class that is not there is refused`() throws {
        let (book, logits) = try book(Self.pooled)
        #expect(throws: LedgerError.noSuchClass(5, count: 5)) { try ClassLedger(of: 5, logits: logits, book: book) }
    }
}
