import Exploration
import Inference
import Tensors
import TestSupport
import Testing

/// What judges maps: curves, similarity, shuffled weights, summaries.
struct CheckTests {
    @Test func `curves begin and end where the picture is whole and gone`() throws {
        let small = try SmallNetwork(seed: 1)
        let check = try EvidenceCheck(of: .random([4, 4], seed: 2), classNumber: 1, in: small.specimen, stepCount: 8)
        let whole = Double(ClassRanking.softmax(try small.logits(small.input))[1])
        let gone = Double(ClassRanking.softmax(try small.logits(Tensor(SmallNetwork.inputShape, repeating: 0)))[1])
        for curves in [check.own, check.random] {
            #expect(curves.map(\.direction) == [.deletion, .insertion])
            #expect(curves.allSatisfy { $0.probabilities.count == 9 })
            #expect(abs(curves[0].probabilities[0] - whole) < 1e-6 && abs(curves[0].probabilities[8] - gone) < 1e-6)
            #expect(abs(curves[1].probabilities[8] - whole) < 1e-6)
        }
        #expect(check.isComplete)
    }

    @Test func `where a map is right, deletion ends sooner and insertion comes sooner`() throws {
        // The logit of class 0 is the sum over a corner; class 1 has none.
        var graph = Graph(name: "corner", inputs: [GraphInput(name: "x", dimensions: [1, 1, 6, 6])], outputs: ["logits"])
        graph.constants["w"] = Tensor([2, 36], (0..<72).map { $0 < 36 && $0 / 6 < 2 && $0 % 6 < 2 ? 1 : 0 })
        graph.nodes = [
            Node(name: "flatten", operatorName: "Flatten", inputs: ["x"], outputs: ["flat"]),
            Node(name: "fc", operatorName: "Gemm", inputs: ["flat", "w"], outputs: ["logits"], attributes: ["transB": .int(1)]),
        ]
        let input = Tensor([1, 1, 6, 6], (0..<36).map { $0 / 6 < 2 && $0 % 6 < 2 ? 2 : 0 })
        let specimen = Specimen(
            engine: Engine(threadCount: 1), network: try Network(graph), feed: Feed(["x": input]), inputName: "x", logitsName: "logits")
        let check = try EvidenceCheck(of: input.reshaped(to: [6, 6]), classNumber: 0, in: specimen, stepCount: 9)
        #expect(check.own[0].area < check.random[0].area)
        #expect(check.own[1].area > check.random[1].area)
        let masks = try RandomizedMasks(count: 300, cells: 3, seed: 4).map(of: 0, in: specimen)
        #expect(masks.masks == (300, 300))
        #expect(try #require(EvidenceSummary(of: masks.map)).peak.row < 3)
        #expect(try #require(EvidenceSummary(of: masks.map)).peak.column < 3)
    }

    @Test func `the area under a curve is that of its trapezoids`() {
        let curve = PerturbationCurve(direction: .deletion, probabilities: [1, 0.5, 0.25], stepCount: 2)
        #expect(abs(curve.area - 0.5625) < 1e-12)
        #expect(curve.isComplete)
        #expect(!PerturbationCurve(direction: .deletion, probabilities: [1], stepCount: 2).isComplete)
    }

    @Test func `ranks correlate whatever the scale, and ties share their rank`() {
        let first = Tensor([2, 3], [1, 5, 2, 8, 3, 9])
        #expect(abs(MapSimilarity.rankCorrelation(first, Tensor([2, 3], first.floats.map { $0 * $0 * $0 })) - 1) < 1e-12)
        #expect(abs(MapSimilarity.rankCorrelation(first, Tensor([2, 3], first.floats.map { -$0 })) + 1) < 1e-12)
        // Ranks 0, 1.5, 1.5, 3 beside 0, 1, 2, 3: 4.5 / √(4.5 · 5).
        let tied = MapSimilarity.rankCorrelation(Tensor([1, 4], [1, 2, 2, 3]), Tensor([1, 4], [1, 2, 3, 4]))
        #expect(abs(tied - 4.5 / (4.5 * 5.0).squareRoot()) < 1e-12)
        #expect(MapSimilarity.rankCorrelation(first, Tensor([2, 3], repeating: 1)).isNaN)
    }

    @Test func `structural similarity is its formula over a window`() {
        let (x, y) = ([0.0, 0.5, 1.0, 0.25], [0.0, 1.0, 0.5, 0.75])
        let means = (x.reduce(0, +) / 4, y.reduce(0, +) / 4)
        let variances = (x.reduce(0) { $0 + ($1 - means.0) * ($1 - means.0) } / 4, y.reduce(0) { $0 + ($1 - means.1) * ($1 - means.1) } / 4)
        let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) } / 4
        let numerator = (2 * means.0 * means.1 + 1e-4) * (2 * covariance + 9e-4)
        let denominator = (means.0 * means.0 + means.1 * means.1 + 1e-4) * (variances.0 + variances.1 + 9e-4)
        let found = MapSimilarity.structuralSimilarity(Tensor([2, 2], x.map { Float($0) }), Tensor([2, 2], y.map { Float($0) }))
        #expect(abs(found - numerator / denominator) < 1e-6)
        let map = Tensor.random([9, 12], seed: 3)
        #expect(abs(MapSimilarity.structuralSimilarity(map, map) - 1) < 1e-9)
    }

    @Test func `shuffling keeps a layer's numbers and changes their places`() throws {
        let small = try SmallNetwork(seed: 4)
        let check = try SanityCheck(graph: small.graph, network: small.network, logits: "logits")
        #expect(check.layers.map(\.name) == ["fc", "conv"])
        #expect(check.stages().map { $0.map(\.name) } == [["fc"], ["fc", "conv"]])
        let shuffled = check.shuffled([check.layers[1]])
        let (before, after) = (try #require(small.graph.constants["w"]).floats, try #require(shuffled.constants["w"]).floats)
        #expect(before != after && before.sorted() == after.sorted())
        #expect(shuffled.constants["v"]?.floats == small.graph.constants["v"]?.floats)
        #expect(check.shuffled([check.layers[1]]).constants["w"]?.floats == after)
    }

    @Test func `a map of the network changes with its weights, a map of the picture does not`() throws {
        let small = try SmallNetwork(seed: 5)
        for order in SanityCheck.Order.allCases {
            let check = try SanityCheck(graph: small.graph, network: small.network, logits: "logits", order: order)
            func stages(_ map: @escaping (Specimen) throws -> Tensor) throws -> [SanityCheck.Stage] {
                try check.run(on: small.specimen, network: { try Network($0) }, map: map)
            }
            let network = try stages { try ClassActivation(.gradcam, of: 0, in: $0).map }
            #expect(network.map(\.layer) == ["fc", "conv"])
            #expect(network.allSatisfy { $0.rankCorrelation < 0.999 })
            let picture = try stages { _ in small.input.part(0).part(0) }
            #expect(picture.allSatisfy { abs($0.rankCorrelation - 1) < 1e-9 && abs($0.structuralSimilarity - 1) < 1e-9 })
        }
    }

    @Test func `a summary says where the weight lies`() throws {
        let summary = try #require(EvidenceSummary(of: Tensor([2, 3], [0, 0, 4, 0, -2, 4.5])))
        #expect(summary.peak == (1, 2))
        #expect(abs(summary.positiveShare - 8.5 / 10.5) < 1e-9)
        #expect(try #require(summary.center).column == 2)
        #expect(abs(try #require(summary.center).row - 4.5 / 8.5) < 1e-9)
        #expect(abs(summary.halfMassShare - 1.0 / 6) < 1e-9)
        #expect(try #require(EvidenceSummary(of: Tensor([1, 2], [-1, -2]))).center == nil)
        #expect(EvidenceSummary(of: Tensor([1, 1], [.nan])) == nil)
    }

    @Test func `a plane grows between the centers of its cells`() {
        let ramp = Tensor([1, 2], [0, 1]).interpolated(height: 1, width: 4)
        #expect(ramp.floats == [0, 0.25, 0.75, 1])
        #expect(Tensor([3, 2], repeating: 2).interpolated(height: 7, width: 9).floats.allSatisfy { $0 == 2 })
        let same = Tensor.random([5, 4], seed: 6)
        #expect(same.interpolated(height: 5, width: 4).relativeDifference(to: same) < 1e-6)
    }

    @Test func `pixels have the mean loss of the squares over them`() throws {
        let small = try SmallNetwork(seed: 7)
        let result = try Occlusion(small.specimen, classIndex: 1, size: (4, 4), stride: (2, 2)).run()
        let drops = result.logitDrops.floats
        let map = result.map(height: 8, width: 8, square: (4, 4)).floats
        #expect(abs(map[0] - drops[0]) < 1e-6)
        #expect(abs(map[2 * 8] - (drops[0] + drops[result.columnStarts.count]) / 2) < 1e-6)
    }
}
