import Foundation
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// What `Tools/make-gradient-goldens.py` wrote of PyTorch's gradients, in double precision.
private struct GradientGolden {
    var label = 0
    var logit: Float = 0
    var norm = 0.0
    var parameterNorms: [String: Double] = [:]
    /// The input's gradient at some places.
    var samples: [(place: Int, value: Float)] = []

    init() throws {
        let text = try String(contentsOfFile: Fixtures.folder + "resnet50-gradient.txt", encoding: .utf8)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            switch words[0] {
            case "class": label = try #require(Int(words[1]))
            case "logit": logit = try #require(Float(words[1]))
            case "norm": norm = try #require(Double(words[1]))
            case "parameter":
                let norm: Double = try #require(Double(words[2]))
                parameterNorms[words[1]] = norm
            default: samples.append((try #require(Int(words[1])), try #require(Float(words[2]))))
            }
        }
    }
}

extension Tensor {
    /// The square root of the sum of squares.
    fileprivate var norm: Double { floats.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
}

/// Gradients of a whole ResNet-50 against PyTorch's.
@Suite struct GradientAgreementTests {
    private let made: MadeNetwork
    private let golden: GradientGolden

    init() throws {
        made = try MadeNetwork.resnet50.get()
        golden = try GradientGolden()
    }

    /// The gradient of the golden's logit with respect to the input and some parameters.
    private func run(_ fileName: String, parameters: [String]) throws -> (input: Tensor, run: GradientRun) {
        let file = try MappedFile(path: "\(made.folder)/\(fileName)")
        let graph =
            switch try ModelFormatCatalog.read(file) {
            case .graph(let graph): graph
            case .weights(let weights): try ArchitectureCatalog.graph(for: weights).graph
            }
        let name = try #require(graph.inputs.first).name
        let network = try Network(graph, inputShapes: [name: made.input.shape])
        let output = network.outputs[0]
        var seed = [Float](repeating: 0, count: 1000)
        seed[golden.label] = 1
        let run = try Engine(threadCount: 2).gradient(
            network, feed: Feed([name: made.input]), of: [output: Tensor([1, 1000], seed)], withRespectTo: [name] + parameters,
            keeping: [output])
        let logit = try #require(run.values[output]).floats[golden.label]
        try #require(abs(logit - golden.logit) < 1e-3, "the network is another one: Tools/make-gradient-goldens.py makes goldens for it")
        return (try #require(run.gradients[name]), run)
    }

    @Test(arguments: ["resnet50.onnx", "resnet50.pth"])
    func `the gradient with respect to the input is PyTorch's`(fileName: String) throws {
        let gradient = try run(fileName, parameters: []).input
        #expect(gradient.shape == made.input.shape)
        #expect(abs(gradient.norm - golden.norm) < 1e-3 * golden.norm)
        let (found, expected) = (gradient.floats, golden.samples)
        let own = Tensor([expected.count], expected.map { found[$0.place] })
        #expect(own.relativeDifference(to: Tensor([expected.count], expected.map(\.value))) < 1e-3)
    }

    @Test func `the gradients with respect to parameters are PyTorch's`() throws {
        let names = golden.parameterNorms.keys.sorted()
        let run = try run("resnet50.onnx", parameters: names).run
        for name in names {
            let (found, expected) = (try #require(run.gradients[name]).norm, try #require(golden.parameterNorms[name]))
            #expect(abs(found - expected) < 1e-3 * expected, "\(name)")
        }
    }
}
