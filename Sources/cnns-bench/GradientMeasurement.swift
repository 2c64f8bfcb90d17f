import Foundation
import Inference
import ModelFormats
import Tensors

/// The gradient of one logit of a network with respect to its input, by the engine and by PyTorch.
struct GradientMeasurement {
    private let model: Model
    private let weights: String
    private let network: Network
    private let engine: Engine
    private let input: (name: String, tensor: Tensor)
    private let threadCount: Int

    /// What the runs took.
    struct Result {
        let name: String
        let ours: Samples
        let theirs: Samples
        let difference: Float
        let peerVersion: String

        var cells: [String] {
            [
                name, ours.minimum.measured, ours.median.measured, theirs.minimum.measured, theirs.median.measured,
                (theirs.minimum / ours.minimum).measured, ours.medianRatio(of: theirs).measured,
            ]
        }
    }

    /// Runs that do not count.
    private static let warmUpCount = 3
    /// The greatest difference of gradients, relative to the greatest magnitude.
    private static let tolerance: Float = 1e-3
    /// The logit that is differentiated.
    private static let label = 17

    /// - Parameter weights: a state dictionary of a ResNet-50, which PyTorch loads too.
    init(_ model: Model, weights: String, threadCount: Int) throws {
        self.model = model
        self.weights = weights
        self.threadCount = threadCount
        engine = Engine(threadCount: threadCount)
        let measured = try ForwardMeasurement.input(of: model)
        network = try Network(model.graph, inputShapes: [measured.name: measured.tensor.shape])
        input = measured
    }

    /// Runs both sides in turn, `count` times.
    ///
    /// - Throws: ``PeerError``, also where the gradients do not agree.
    func run(_ count: Int, options: PeerOptions) throws -> Result {
        let work = try WorkFolder()
        let folder = work.path
        defer { withExtendedLifetime(work) {} }
        let (inputPath, outputPath) = ("\(folder)/input.npy", "\(folder)/gradient.npy")
        try Data(NPYFormat.encode(input.tensor)).write(to: URL(fileURLWithPath: inputPath))
        let process = try PeerProcess(
            interpreter: options.interpreter, script: options.script("gradient-torch.py"),
            arguments: [weights, inputPath, String(Self.label), String(threadCount)])
        for _ in 0..<Self.warmUpCount {
            _ = try ownRun()
            _ = try process.run()
        }
        var (ours, theirs) = (Samples(), Samples())
        for _ in 0..<count {
            ours.add(try ownRun().milliseconds)
            theirs.add(try process.run())
        }
        try process.writeOutput(to: outputPath)
        let expected = try NPYFormat.readTensor(MappedFile(path: outputPath).contents)
        let difference = try ownRun().gradient.greatestDifference(relativeTo: expected)
        guard difference <= Self.tolerance else { throw PeerError.disagreement(model.name, difference: difference) }
        return Result(name: model.name, ours: ours, theirs: theirs, difference: difference, peerVersion: process.version)
    }

    /// One way there and back, from planning to the gradient, nothing cached.
    private func ownRun() throws -> (milliseconds: Double, gradient: Tensor) {
        guard let output = network.outputs.first, let shape = network.values[output]?.shape, shape.elementCount > Self.label else {
            throw ValidationFailure.noOutput(model.name)
        }
        let feed = Feed([input.name: input.tensor])
        let start = ContinuousClock.now
        let seed = Tensor(shape) { seed in
            seed.initialize(repeating: 0)
            seed[Self.label] = 1
        }
        let run = try engine.gradient(network, feed: feed, of: [output: seed], withRespectTo: [input.name])
        let elapsed = ContinuousClock.now - start
        guard let gradient = run.gradients[input.name] else { throw ValidationFailure.noInput(model.name) }
        return (elapsed / .milliseconds(1), gradient)
    }
}
