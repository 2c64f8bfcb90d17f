import Inference
import TestSupport
import Tensors
import Testing

@Suite struct VariantTests {
    private let network: Network
    private let picture = Tensor.random([1, 2, 19, 23], seed: 5)
    private let engine = Engine(threadCount: 2)

    init() throws { network = try Network(branchingGraph()) }

    private func evaluation(_ source: String, edits: [Edit] = [], wanted: [String] = ["scores"]) throws -> VariantEvaluation {
        try VariantEvaluation(
            engine: engine, network: network, feed: Feed(["x": picture]), edits: edits, source: source, wanted: wanted)
    }

    /// The whole network, run for another value of the source.
    private func naive(_ source: String, _ tensor: Tensor, edits: [Edit] = [], wanted: String = "scores") throws -> Tensor {
        let run = try Engine(threadCount: 1).run(
            network, feed: Feed(["x": picture].merging([source: tensor]) { $1 }), edits: edits.filter { $0.value != source },
            wanted: [wanted])
        return try #require(run.values[wanted])
    }

    /// A tensor with random numbers in a region.
    private func patch(_ shape: Shape, _ region: Region, seed: UInt64) -> Patch {
        Patch(.random([1, shape[1], region.rows.count, region.columns.count], in: -3...3, seed: seed), at: region)
    }

    private func laid(_ patch: Patch, over tensor: Tensor) -> Tensor {
        guard let region = patch.region else { return patch.tensor }
        var numbers = tensor.floats
        var next = patch.tensor.floats.makeIterator()
        for channel in 0..<tensor.shape[1] {
            for row in region.rows {
                for column in region.columns {
                    numbers[(channel * tensor.shape[2] + row) * tensor.shape[3] + column] = next.next() ?? 0
                }
            }
        }
        return Tensor(tensor.shape, numbers)
    }

    /// Values to vary, and edits in force.
    static let cases: [(source: String, edits: [Edit])] = [
        ("x", []), ("relu", []), ("sum", []), ("max", []),
        ("x", [Edit("relu", .scale([.init(channel: 2)], by: -1.5))]),
        ("x", [Edit("max", .swap(0, 3)), Edit("dilated", .keep([.init(channel: 1), .init(channel: 4)]))]),
        ("x", [Edit("sigmoid", .scale([.init(channel: 1, position: [3, 4])], by: 0))]),
        ("relu", [Edit("relu", .scale([.init(channel: 0)], by: 2))]),
    ]

    @Test(arguments: cases.indices) func `a patch changes what it changes in a whole run, at every place`(index: Int) throws {
        let (source, edits) = Self.cases[index]
        let evaluation = try evaluation(source, edits: edits, wanted: ["scores", "relu2", "up"])
        let base = try #require(evaluation.baseline[source])
        let (height, width) = (base.shape[2], base.shape[3])
        var patches: [Patch] = []
        for top in stride(from: 0, to: height, by: 4) {
            for left in stride(from: 0, to: width, by: 5) {
                let region = Region(rows: top..<min(height, top + 3), columns: left..<min(width, left + 4))
                patches.append(patch(base.shape, region, seed: UInt64(100 + patches.count)))
            }
        }
        patches.append(Patch(.random(base.shape, seed: 98)))
        let run = try evaluation.run(.patches(patches))
        #expect(run.multiplyAdds <= evaluation.multiplyAdds * patches.count)
        for (number, patch) in patches.enumerated() {
            for wanted in ["scores", "relu2", "up"] {
                let expected = try naive(source, laid(patch, over: base), edits: edits, wanted: wanted)
                let found = try #require(run.values[wanted]?[number])
                #expect(found.relativeDifference(to: expected) < 1e-5, "\(wanted), patch \(number): \(String(describing: patch.region))")
            }
        }
    }

    @Test(arguments: ["x", "stem", "bn", "relu", "depthwise", "sigmoid", "dilated", "sum", "max", "join", "strided", "pool", "row"])
    func `a channel from another value changes what it changes in a whole run`(source: String) throws {
        let edits = [Edit("max", .scale([.init(channel: 1)], by: 3))]
        let evaluation = try evaluation(source, edits: edits)
        let base = try #require(evaluation.baseline[source])
        let other = Tensor(base.shape, repeating: 0)
        let run = try evaluation.run(.channels(Array(0..<base.shape[1]), of: other))
        let area = base.elementCount / base.shape[1]
        for channel in 0..<base.shape[1] {
            var numbers = base.floats
            for index in 0..<area { numbers[channel * area + index] = 0 }
            let expected = try naive(source, Tensor(base.shape, numbers), edits: edits)
            let found = try #require(run.values["scores"]?[channel])
            #expect(found.relativeDifference(to: expected) < 1e-5, "channel \(channel)")
        }
    }

    @Test func `a small patch costs less than a whole run`() throws {
        let evaluation = try evaluation("x", wanted: ["relu2"])
        let run = try evaluation.run(.patches([patch([1, 2, 19, 23], Region(rows: 4..<6, columns: 4..<6), seed: 3)]))
        #expect(run.multiplyAdds > 0)
        #expect(run.multiplyAdds < evaluation.multiplyAdds / 2)
    }

    @Test func `a channel that is replaced by itself costs nothing after the first convolution`() throws {
        let evaluation = try evaluation("sigmoid")
        let base = try #require(evaluation.baseline["sigmoid"])
        let run = try evaluation.run(.channels([0, 1], of: base))
        #expect(run.multiplyAdds < evaluation.multiplyAdds)
        let expected = try #require(evaluation.baseline["scores"])
        for scores in run.values["scores"] ?? [] { #expect(scores.relativeDifference(to: expected) < 1e-6) }
    }

    @Test func `a cancelled run yields nothing`() throws {
        let evaluation = try evaluation("x")
        let control = RunControl()
        control.cancel()
        #expect(throws: RunCancelled.self) { try evaluation.run(.patches([Patch(picture)]), control: control) }
    }

    @Test func `values that do not exist are named`() throws {
        #expect(throws: RunError.self) { try evaluation("nothing") }
        #expect(throws: RunError.self) { try evaluation("x", wanted: ["nothing"]) }
    }
}
