import Exploration
import Inference
import ModelFormats
import Tensors

/// Our side of a comparison of attributions: a network and an input, with every method by the name that the peers' script gives it.
struct OwnAttributions {
    let networkName: String
    /// The network's own first class.
    let classNumber: Int
    /// What SmoothGrad adds to the input, `[S, 3, H, W]`.
    let noise: Tensor
    private let specimen: Specimen
    private let steps: Int
    private let smoothing: SmoothGrad

    private static let noiseSeed: UInt64 = 7

    /// The layers whose maps are weighed: the last one, and one in the middle.
    private static let layers = [
        "efficientnet-lite0": (last: "_bn1.relu6", middle: "_blocks.9.add"),
        "resnet50": (last: "layer4.2.relu_2", middle: "layer2.3.relu_2"),
    ]

    init(weights: String, input: String, steps: Int, sampleCount: Int, threadCount: Int) throws {
        let model = try ModelLoader.load(path: weights, cache: nil)
        let graph = model.graph
        networkName = graph.name
        let tensor = try NPYFormat.readTensor(MappedFile(path: input).contents)
        guard let inputName = graph.inputs.first?.name else { throw ValidationFailure.noInput(graph.name) }
        let network = try Network(graph, inputShapes: [inputName: tensor.shape])
        guard let logitsName = network.outputs.first else { throw ValidationFailure.noOutput(graph.name) }
        specimen = Specimen(
            engine: Engine(threadCount: threadCount), network: network, feed: Feed([inputName: tensor]), inputName: inputName,
            logitsName: logitsName)
        let logits = try specimen.logits().floats
        classNumber = logits.indices.max { logits[$0] < logits[$1] } ?? 0
        self.steps = steps
        smoothing = SmoothGrad(sampleCount: sampleCount, seed: Self.noiseSeed)
        let samples = smoothing.noise(for: tensor).map(\.floats)
        noise = Tensor(Shape([sampleCount] + tensor.shape.dimensions.dropFirst()), samples.flatMap { $0 })
    }

    /// A method's numbers, and the milliseconds of the fastest of some runs with nothing cached.
    func measured(_ method: String, runs: Int) throws -> (values: AgreedValues, milliseconds: Double) {
        var times = Samples()
        var values: AgreedValues?
        for _ in 0..<runs {
            specimen.engine.cache.removeAll()
            let start = ContinuousClock.now
            values = try self.values(of: method)
            times.add((ContinuousClock.now - start) / .milliseconds(1))
        }
        guard let values else { throw PeerError.answer("attributions.py", expected: "the name of a method", found: method) }
        return (values, times.minimum)
    }

    /// `nil` for a name that is none of ours.
    private func values(of method: String) throws -> AgreedValues? {
        let isMiddle = method.hasSuffix("-middle")
        let name = isMiddle ? String(method.dropLast("-middle".count)) : method
        if let attribution = AttributionMethod(rawValue: name) { return AgreedValues(try values(of: attribution)) }
        guard let activation = ClassActivationMethod(rawValue: name), let layers = Self.layers[networkName] else { return nil }
        let layer = specimen.network.layers.named(isMiddle ? layers.middle : layers.last)?.valueName
        return AgreedValues(
            try ClassActivation(activation, of: classNumber, at: layer, in: specimen).map,
            isDefinedAlike: activation != .gradcamPlusPlus, hasOpenSign: activation == .eigencam)
    }

    private func values(of method: AttributionMethod) throws -> Tensor {
        switch method {
        case .integrated: try IntegratedGradients(of: classNumber, in: specimen).attribution(steps: steps).values
        case .smoothgrad: try smoothing.attribution(of: classNumber, in: specimen).values
        default: try Attribution.gradient(method, of: classNumber, in: specimen).values
        }
    }
}
