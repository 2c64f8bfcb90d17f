import Exploration
import Inference
import Tensors
import TestSupport
import Testing

struct ClassActivationTests {
    private let maps = Tensor.random([3, 4, 5], in: 0...2, seed: 1)
    private let gradients = Tensor.random([3, 4, 5], seed: 2)

    /// `Σ_k f(k, place)` over the three channels, at each of twenty places.
    private func map(_ term: (_ channel: Int, _ place: Int) -> Double) -> Tensor {
        Tensor([4, 5], (0..<20).map { place in Float((0..<3).reduce(0.0) { $0 + term($1, place) }) })
    }

    @Test func `Grad-CAM weighs each map by the mean of its gradient`() {
        let (a, g) = (maps.floats, gradients.floats)
        let expected = map { channel, place in
            let mean = (0..<20).reduce(0.0) { $0 + Double(g[channel * 20 + $1]) } / 20
            return mean * Double(a[channel * 20 + place])
        }
        #expect(GradCAM.map(of: maps, gradients).relativeDifference(to: expected) < 1e-6)
    }

    @Test func `Grad-CAM++ is equation 19 of its paper`() {
        let (a, g) = (maps.floats.map(Double.init), gradients.floats.map(Double.init))
        let expected = map { channel, place in
            let range = channel * 20..<(channel + 1) * 20
            let sum = range.reduce(0.0) { $0 + a[$1] }
            let weight = range.reduce(0.0) { total, index in
                let square = g[index] * g[index]
                return total + square / (2 * square + square * g[index] * sum) * max(0, g[index])
            }
            return weight * a[channel * 20 + place]
        }
        #expect(GradCAMPlusPlus.map(of: maps, gradients).relativeDifference(to: expected) < 1e-6)
    }

    @Test func `Layer-CAM weighs each place by its own positive gradient`() {
        let (a, g) = (maps.floats.map(Double.init), gradients.floats.map(Double.init))
        let expected = map { channel, place in max(0, g[channel * 20 + place]) * a[channel * 20 + place] }
        #expect(LayerCAM.map(of: maps, gradients).relativeDifference(to: expected) < 1e-6)
    }

    @Test(arguments: [3, 4, 5] as [UInt64])
    func `Eigen-CAM finds what the maps have in common`(seed: UInt64) throws {
        let (pattern, noise) = (Tensor.random([20], seed: seed).floats, Tensor.random([6, 20], seed: seed + 10).floats)
        let strengths = Tensor.random([6], seed: seed + 20).floats
        let numbers = (0..<120).map { index -> Float in
            let common: Float = 3 * strengths[index / 20] * pattern[index % 20]
            return common + 0.01 * noise[index]
        }
        let found = EigenCAM.map(of: Tensor([6, 4, 5], numbers))
        #expect(abs(MapSimilarity.correlation(found, Tensor([4, 5], pattern))) > 0.9999)
        let strongest = found.floats.max { abs($0) < abs($1) }
        #expect(try #require(strongest) > 0)
    }

    @Test(arguments: [5, 6] as [UInt64], 0..<SmallNetwork.classCount)
    func `under global pooling Grad-CAM is the class's exact ledger`(seed: UInt64, classNumber: Int) throws {
        let small = try SmallNetwork(seed: seed)
        let exact = try ClassActivation(.cam, of: classNumber, in: small.specimen)
        let gradient = try ClassActivation(.gradcam, of: classNumber, in: small.specimen)
        #expect(exact.layer == "maps" && gradient.layer == "maps")
        #expect(gradient.map.relativeDifference(to: exact.map) < 1e-5)
        let bias = try #require(small.graph.constants["c"]).floats[classNumber]
        let logit = try small.specimen.logits().floats[classNumber]
        #expect(abs(exact.map.floats.reduce(bias, +) - logit) < 1e-5)
    }

    @Test func `Score-CAM weighs maps by the softmax of what the network makes of the input behind them`() throws {
        let small = try SmallNetwork(seed: 7)
        let maps = try small.specimen.value("maps").floats
        let input = small.input.floats
        let scores = try (0..<SmallNetwork.channelCount).map { channel in
            let map = maps[channel * 64..<(channel + 1) * 64]
            let (low, high) = (try #require(map.min()), try #require(map.max()))
            let mask = map.map { ($0 - low) / (high - low) }
            return try small.logits(Tensor(SmallNetwork.inputShape, input.indices.map { input[$0] * mask[$0 % 64] }))[1]
        }
        let weights = ClassRanking.softmax(scores)
        let sums = (0..<64).map { place -> Float in
            var sum: Float = 0
            for channel in 0..<SmallNetwork.channelCount { sum += weights[channel] * maps[channel * 64 + place] }
            return sum
        }
        let found = try ClassActivation(.scorecam, of: 1, in: small.specimen)
        #expect(found.map.relativeDifference(to: Tensor([8, 8], sums)) < 1e-5)
        #expect(found.channels == (5, 5))
        #expect(try ClassActivation(.scorecam, of: 1, in: small.specimen, channelLimit: 2).channels == (2, 5))
    }

    @Test func `what is shown has no negative part where the method rectifies`() throws {
        let small = try SmallNetwork(seed: 8)
        for method in ClassActivationMethod.allCases {
            let activation = try ClassActivation(method, of: 0, in: small.specimen)
            #expect(activation.map.shape == [8, 8])
            #expect(!method.rectifies || activation.shown.floats.allSatisfy { $0 >= 0 }, "\(method)")
        }
    }

    @Test func `edits in force are seen`() throws {
        let small = try SmallNetwork(seed: 9)
        let edits = (0..<SmallNetwork.channelCount).map { Edit("y", .scale([Edit.Place(channel: $0)], by: 0)) }
        let activation = try ClassActivation(.gradcam, of: 0, in: small.specimen.edited(edits))
        #expect(activation.map.floats.allSatisfy { $0 == 0 })
        #expect(try ClassActivation(.gradcam, of: 0, in: small.specimen).map.floats.contains { $0 != 0 })
    }

    @Test func `a class that is not there and layers that do not fit are refused`() throws {
        let small = try SmallNetwork(seed: 10)
        #expect(throws: EvidenceError.noSuchClass(3, count: 3)) { try ClassActivation(.gradcam, of: 3, in: small.specimen) }
        #expect(throws: EvidenceError.noSuchClass(-1, count: 3)) { try ClassActivation(.eigencam, of: -1, in: small.specimen) }
        #expect(throws: EvidenceError.noMaps(layer: "flatten", shape: [1, 5])) {
            try ClassActivation(.gradcam, of: 0, at: "features", in: small.specimen)
        }
        #expect(throws: EvidenceError.notLastMaps(layer: "conv", maps: "relu")) {
            try ClassActivation(.cam, of: 0, at: "y", in: small.specimen)
        }
        #expect(throws: EvidenceError.self) { try ClassActivation(.layercam, of: 0, at: "nowhere", in: small.specimen) }
    }
}
