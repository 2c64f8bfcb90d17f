import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// Weights without layers that packages of Python carry, against the packages' own code.
///
/// `Tools/make-package-goldens.py` wrote what that computes: results whole, layers between as 64 of their numbers.
@Suite(.serialized) struct PackagedWeightsTests {
    /// A network with the shape it is fed and the limits of the numbers.
    struct Case: CustomTestStringConvertible {
        let name: String
        let shape: Shape
        var limits = -1.0...1.0

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "efficientnet-lite0", shape: [1, 3, 224, 224]),
        Case(name: "efficientnet-lite1", shape: [1, 3, 240, 240]),
        Case(name: "efficientnet-lite2", shape: [1, 3, 260, 260]),
        Case(name: "english-g2", shape: [1, 1, 64, 128]),
        Case(name: "mtcnn-onet", shape: [1, 3, 48, 48]),
        Case(name: "mtcnn-pnet", shape: [1, 3, 48, 61]),
        Case(name: "mtcnn-rnet", shape: [1, 3, 24, 24]),
        Case(name: "squeezenet-caffe", shape: [1, 3, 227, 227], limits: -120...130),
    ]

    private let goldens: StateDictionary

    init() throws {
        guard case .weights(let goldens) = try NPZFormat.read(MappedFile(path: Fixtures.folder + "packaged-networks.npz")) else {
            throw MakingError.unreadable("packaged-networks.npz")
        }
        self.goldens = goldens
    }

    @Test(arguments: cases) func `by its name of the catalog every result is the package's`(_ network: Case) throws {
        let model = try CatalogNetwork.model(network.name)
        #expect(try check(model.graph, fed: network) >= model.graph.outputs.count)
    }

    @Test(arguments: cases) func `by its path every result and layer is the package's`(_ network: Case) throws {
        let model = try ModelLoader.load(path: CatalogNetwork.path(network.name), cache: nil)
        let compared = try check(model.graph, fed: network)
        #expect(compared >= model.graph.outputs.count + (network.name == "squeezenet-caffe" ? 0 : 5))
    }

    /// Compares everything that the package's own code was asked for; returns how many values that are.
    private func check(_ graph: Graph, fed case: Case) throws -> Int {
        let input = try #require(graph.inputs.first).name
        let network = try Network(graph, inputShapes: [input: `case`.shape])
        let names = goldens.names.filter { $0.hasPrefix("\(`case`.name)|") }.map { String($0.dropFirst(`case`.name.count + 1)) }
        let layers = Set(names.map { $0.hasSuffix(".sampled") ? String($0.dropLast(".sampled".count)) : $0 })
            .filter { !$0.hasSuffix(".shape") && !$0.hasSuffix(".greatest") }
        let feed = Feed([input: .hashed(`case`.shape, `case`.limits.lowerBound, `case`.limits.upperBound)])
        let run = try Engine(threadCount: 2).run(network, feed: feed, wanted: Array(layers.union(graph.outputs)))
        #expect(layers.isSuperset(of: graph.outputs))
        for layer in layers.sorted() {
            let found = try #require(run.values[layer])
            if let whole = goldens["\(`case`.name)|\(layer)"] {
                #expect(found.relativeDifference(to: whole) < 1e-4, "\(layer)")
            } else {
                #expect(try difference(found, "\(`case`.name)|\(layer)") < 1e-4, "\(layer)")
            }
        }
        return layers.count
    }

    /// The greatest difference of the numbers that were kept, relative to the greatest of all.
    private func difference(_ found: Tensor, _ key: String) throws -> Float {
        let sampled = try #require(goldens["\(key).sampled"]).floats
        let shape = try #require(goldens["\(key).shape"]).convertedToFloat32().floats.map { Int($0) }
        let greatest = try #require(goldens["\(key).greatest"]?.floats.first)
        guard found.shape == Shape(shape) else { return .infinity }
        let numbers = found.floats
        return sampled.indices.reduce(0) { difference, index in
            max(difference, abs(numbers[index * numbers.count / sampled.count] - sampled[index]))
        } / greatest
    }
}
