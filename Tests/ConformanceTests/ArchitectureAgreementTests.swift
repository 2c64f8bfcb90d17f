import Inference
import ModelFormats
import Tensors
import Testing

/// Every architecture for weights-only files against torchvision's network of the same weights.
///
/// Weights are made of names and shapes alone, by the same formula here and in `Tools/make-architecture-goldens.py`; so neither they nor
/// PyTorch are needed.
@Suite(.serialized) struct ArchitectureAgreementTests {
    /// Steps between torchvision's layers that torch.fx gives no name of a layer.
    private static let unnamedSteps: Set<Substring> = ["channel_shuffle", "x1", "x2", "product", "transposed"]

    private static let tolerance: Float = 1e-4

    @Test func `every architecture has its golden, and the other way round`() throws {
        // Compared elsewhere, or with weights that are another network's.
        let others: Set = ["digits", "english-g2", "mtcnn-onet", "mtcnn-pnet", "mtcnn-rnet", "resnet50-caffe", "squeezenet-caffe"]
        #expect(
            try ArchitectureGolden.all.get().map(\.name).sorted()
                == ArchitectureCatalog.all.map(\.name).filter { !others.contains($0) })
    }

    @Test(arguments: (try? ArchitectureGolden.all.get()) ?? [])
    func `parameters have torchvision's names, shapes and number`(golden: ArchitectureGolden) throws {
        let shapes = try shapes(of: golden)
        let keys = shapes.map { "\($0.name) \($0.shape)" }.sorted()
        #expect(ArchitectureGolden.Fingerprint(keys, separator: "\n") == golden.keys)
        let trained = shapes.filter { !$0.name.contains(".running_") }
        #expect(trained.reduce(0) { $0 + $1.shape.elementCount } == golden.parameterCount)
    }

    @Test(arguments: ArchitectureGolden.computed)
    func `layers and logits are torchvision's`(golden: ArchitectureGolden) throws {
        var weights = StateDictionary()
        for (name, shape) in try shapes(of: golden) { weights[name] = golden.parameter(name, shape) }
        let recognition = try ArchitectureCatalog.graph(for: weights)
        let (name, graph) = (recognition.name, recognition.graph)
        #expect(name == golden.name)
        if let layers = golden.layers { #expect(ArchitectureGolden.Fingerprint(layerNames(of: graph), separator: " ") == layers) }

        let input = ArchitectureGolden.uniform("input", try #require(golden.inputShape))
        let network = try Network(graph, inputShapes: ["input": input.shape])
        #expect(golden.values.last?.layer == network.outputs[0] && golden.values.count == 6)
        // Alone, when everything before is fused, and among others; then as processors with narrower vectors compute it.
        let all = golden.values.map(\.layer)
        for (wanted, kernels) in [(network.outputs, KernelChoice.auto), (all, .auto), (all, .avx2), (network.outputs, .portable)] {
            let engine = Engine(threadCount: 2)
            engine.kernels = kernels
            let run = try engine.run(network, feed: Feed(["input": input]), wanted: wanted)
            for expected in golden.values where wanted.contains(expected.layer) {
                // What does not add while it multiplies rounds twice as often.
                let tolerance = kernels == .portable ? 2 * Self.tolerance : Self.tolerance
                try compare(try #require(run.values[expected.layer]), expected, within: tolerance)
            }
        }
    }

    private func compare(_ found: Tensor, _ expected: ArchitectureGolden.Value, within tolerance: Float) throws {
        #expect(found.shape == expected.shape, "\(expected.layer)")
        let numbers = found.floats
        let count = expected.samples.count
        try #require(count > 0 && numbers.count == expected.shape.elementCount)
        let samples = (0..<count).map { numbers[(2 * $0 + 1) * numbers.count / (2 * count)] }
        let difference = zip(samples, expected.samples).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference <= tolerance * expected.greatest, "\(expected.layer)")
        let norm = numbers.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(abs(norm - expected.norm) <= Double(tolerance) * expected.norm, "\(expected.layer)")
    }

    /// Every parameter that the architecture of a golden wants, with as many classes as the golden has.
    private func shapes(of golden: ArchitectureGolden) throws -> [(name: String, shape: Shape)] {
        let architecture = try #require(ArchitectureCatalog.architecture(named: golden.name))
        let classCount = golden.values.last?.shape[1] ?? 1000
        var builder = GraphBuilder(name: golden.name, weights: StateDictionary())
        _ = architecture.build(with: &builder)
        return builder.differences.compactMap { difference in
            guard case .missing(let name, var shape) = difference else { return nil }
            // A classifier that no file describes tells one class; nothing else has a single output.
            if shape[0] == 1 { shape.dimensions[0] = classCount }
            return (name, shape)
        }
    }

    private func layerNames(of graph: Graph) -> [String] {
        graph.nodes.map(\.name).filter { !Self.unnamedSteps.contains($0.split(separator: ".").last ?? "") }
    }
}
