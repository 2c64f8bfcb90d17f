import Exploration
import Imaging
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// Attributions against Captum's and pytorch-grad-cam's, of which `cnns-bench agreement --golden` wrote some numbers.
///
/// The first run fetches EfficientNet-Lite0 with pip and makes a ResNet-50; all others find them in the cache.
@Suite(.serialized) struct AttributionAgreementTests {
    /// A network with the numbers of the peers.
    struct Subject: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let golden: String
        let last: String
        let middle: String
    }

    static let subjects = [
        Subject(
            testDescription: "EfficientNet-Lite0", golden: "attributions-efficientnet-lite0.npz", last: "_bn1.relu6",
            middle: "_blocks.9.add"),
        Subject(testDescription: "ResNet-50", golden: "attributions-resnet50.npz", last: "layer4.2.relu_2", middle: "layer2.3.relu_2"),
    ]

    /// The seed of the noise that the peers were given.
    private static let noiseSeed: UInt64 = 7

    @Test(arguments: subjects)
    func `attributions are those of Captum and pytorch-grad-cam`(subject: Subject) throws {
        guard case .weights(let golden) = try NPZFormat.read(MappedFile(path: Fixtures.good(subject.golden))) else {
            throw MakingError.unreadable(subject.golden)
        }
        let specimen = try specimen(of: subject)
        let target = try #require(golden["target"]?.integers?.first)
        let steps = try #require(golden["steps"]?.integers?.first)
        let smoothing = SmoothGrad(sampleCount: try #require(golden["samples"]?.integers?.first), seed: Self.noiseSeed)
        let logits = try specimen.logits()
        #expect(logits.floats.indices.max { logits.floats[$0] < logits.floats[$1] } == target)
        #expect(logits.relativeDifference(to: try #require(golden["logits"])) < 1e-4)
        var found: [String: Tensor] = [:]
        for method in AttributionMethod.allCases {
            switch method {
            case .integrated:
                found[method.rawValue] = try IntegratedGradients(of: target, in: specimen).attribution(steps: steps).values
            case .smoothgrad: found[method.rawValue] = try smoothing.attribution(of: target, in: specimen).values
            default: found[method.rawValue] = try Attribution.gradient(method, of: target, in: specimen).values
            }
        }
        for (suffix, layer) in [("", subject.last), ("-middle", subject.middle)] {
            let value = try #require(specimen.network.layers.named(layer)).valueName
            for method in [ClassActivationMethod.gradcam, .layercam] {
                found[method.rawValue + suffix] = try ClassActivation(method, of: target, at: value, in: specimen).map
            }
        }
        found["eigencam"] = try ClassActivation(
            .eigencam, of: target, at: try #require(specimen.network.layers.named(subject.last)).valueName, in: specimen
        ).map
        for (name, tensor) in found { try compare(tensor, name, with: golden) }
    }

    @Test func `integrated gradients of EfficientNet-Lite0 sum to what the logit gains, within 1 %`() throws {
        let found = try IntegratedGradients(of: 282, in: specimen(of: Self.subjects[0])).attribution()
        #expect(try #require(found.completeness).error < 0.01, "\(found.samples)")
    }

    /// Compares with each peer that has the method: evenly spaced numbers, and the norm of all.
    private func compare(_ tensor: Tensor, _ name: String, with golden: StateDictionary) throws {
        let peers = golden.names.filter { $0.hasPrefix("\(name).") && !$0.hasSuffix(".norm") }
        try #require(!peers.isEmpty, "\(name)")
        for peer in peers {
            let expected = try #require(golden[peer])
            let norm = try #require(golden["\(peer).norm"]).floats[0]
            let numbers = tensor.floats
            let step = (numbers.count + Self.goldenSize - 1) / Self.goldenSize
            let sampled = Tensor(expected.shape, stride(from: 0, to: numbers.count, by: step).map { numbers[$0] })
            let correlation = MapSimilarity.correlation(sampled, expected)
            #expect((name == "eigencam" ? abs(correlation) : correlation) >= 0.999, "\(peer)")
            let ownNorm = numbers.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(abs(ownNorm / Double(norm) - 1) < 0.01, "\(peer)")
        }
    }

    /// Numbers that the peers' script keeps of an array, at most.
    private static let goldenSize = 400

    private func specimen(of subject: Subject) throws -> Specimen {
        let (graph, input) = try subject.golden.contains("resnet") ? resnet() : efficientnet()
        let inputName = try #require(graph.inputs.first).name
        let network = try Network(graph, inputShapes: [inputName: input.shape])
        return Specimen(
            engine: Engine(threadCount: 2), network: network, feed: Feed([inputName: input]), inputName: inputName,
            logitsName: try #require(network.outputs.first))
    }

    private func resnet() throws -> (Graph, Tensor) {
        let made = try MadeNetwork.resnet50.get()
        return (try ModelLoader.load(path: "\(made.folder)/resnet50.pth", cache: nil).graph, made.input)
    }

    private func efficientnet() throws -> (Graph, Tensor) {
        let cache = try AssetCache.standard()
        do {
            let model = try ModelLoader.load("efficientnet-lite0", cache: cache)
            let sample = try #require(SampleCatalog.sample(named: "chelsea"))
            let image = try ImageCodecCatalog.decode(cache.file(of: sample.asset).contents.withBytes { Array($0) })
            return (model.graph, model.preprocessing.tensor(from: image))
        } catch let error as AssetError {
            throw FetchFailure(name: "efficientnet-lite0", reason: "\(error)")
        }
    }
}
