import Glibc
import Inference
import Tensors
import Testing

/// What a graph may have computed while it is loaded.
struct ConstantBudgetTests {
    private static func graph(_ nodes: [Node], _ constants: [String: Tensor]) -> Graph {
        Graph(
            name: "hostile", inputs: [GraphInput(name: "x", dimensions: [1])], outputs: [nodes.last?.outputs.first ?? "x"],
            constants: constants, nodes: nodes)
    }

    /// The most memory that this process has had.
    private static var peakInMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }

    private static let large: [(name: String, extents: [Int64])] = [
        ("Expand", [268_435_456]), ("Expand", [32_768, 32_768]), ("ConstantOfShape", [268_435_456]), ("Tile", [134_217_729]),
    ]

    @Test(arguments: large)
    func `a value too large to be a constant is refused before any room is made`(name: String, extents: [Int64]) {
        let isFilled = name == "ConstantOfShape"
        let node = Node(name: "large", operatorName: name, inputs: isFilled ? ["shape"] : ["one", "shape"], outputs: ["large"])
        let one = Tensor(Shape(extents.map { _ in 1 }), [1])
        let constants = ["one": one, "shape": Tensor([extents.count], elements: extents)]
        let peak = Self.peakInMegabytes
        let error = #expect(throws: NetworkError.self) { try Network(Self.graph([node], constants)) }
        let reason = "the values that depend on no input take more memory or time than those of any network"
        #expect(error?.description == "node 'large' (\(name)): \(reason)")
        #expect(Self.peakInMegabytes - peak < 400)
    }

    /// A budget, and whether it takes values of so many elements one after another.
    private static func takes(_ counts: [Int], beside constants: [Tensor] = []) throws -> [Bool] {
        let identity = try #require(OperatorCatalog.byName["Identity"]).init(attributes: [:], operatorSet: 17)
        var budget = ConstantBudget(for: constants)
        return counts.map { budget.spend(on: identity, inputs: [ValueInfo(.float32, [1])], outputs: [ValueInfo(.float32, [$0])]) }
    }

    @Test func `values may take 268 million elements together, and more beside a large file`() throws {
        let quarters = [Int](repeating: 1 << 26, count: 4)
        #expect(try Self.takes(quarters + [1]) == [true, true, true, true, false])
        let file = Tensor([1 << 10], repeating: 1)
        #expect(try Self.takes(quarters + [16 << 10, 1], beside: [file]) == [true, true, true, true, true, false])
    }

    @Test(arguments: [(1 << 12, false), (1, true)])
    func `work is limited too, however small the values`(rows: Int, isTaken: Bool) throws {
        let product = try #require(OperatorCatalog.byName["MatMul"]).init(attributes: [:], operatorSet: 17)
        let (left, right) = (ValueInfo(.float32, [rows, 1 << 12]), ValueInfo(.float32, [1 << 12, 1 << 12]))
        var budget = ConstantBudget(for: [Tensor]())
        let taken = budget.spend(on: product, inputs: [left, right], outputs: [left])
        #expect(taken == isTaken)
    }
}
