import Foundation
import Inference
import ModelFormats
import Tensors

/// A network and an input, to be run by the engine and by peers.
struct ForwardMeasurement {
    private let model: Model
    private let network: Network
    private let engine: Engine
    private let input: (name: String, tensor: Tensor)
    private let threadCount: Int

    /// Runs that do not count: caches fill, memory is mapped, threads start.
    private static let warmUpCount = 3
    /// Rounds before the surroundings change.
    private static let roundsOfBlock = 10
    /// The greatest difference of outputs, relative to the greatest magnitude.
    static let tolerance: Float = 1e-4

    /// - Parameters:
    ///   - side: of the pictures, where it is not the one that the model wants.
    ///   - batch: the number of pictures.
    ///   - kernels: what computes.
    init(_ model: Model, threadCount: Int, side: Int? = nil, batch: Int = 1, kernels: KernelChoice = .auto) throws {
        self.model = model
        self.threadCount = threadCount
        engine = Engine(threadCount: threadCount)
        engine.kernels = kernels
        input = try Self.input(of: model, side: side, batch: batch)
        network = try Network(model.graph, inputShapes: [input.name: input.tensor.shape])
    }

    /// What a network is fed: its input's name, and a pattern as large as its pictures.
    static func input(of model: Model, side: Int? = nil, batch: Int = 1) throws -> (name: String, tensor: Tensor) {
        let preprocessing = model.preprocessing
        let shape: Shape = [
            batch, preprocessing.channelOrder.count, side ?? preprocessing.heightInPixels, side ?? preprocessing.widthInPixels,
        ]
        guard let name = model.graph.inputs.first(where: { model.graph.constants[$0.name] == nil })?.name else {
            throw ValidationFailure.noInput(model.name)
        }
        return (name, pattern(shape))
    }

    /// Smooth waves with some grain, about -1...1: the same numbers in every run.
    static func pattern(_ shape: Shape) -> Tensor {
        Tensor(
            shape,
            (0..<shape.elementCount).map { index in
                let position = Double(index)
                return Float(0.7 * sin(position * 0.013) + 0.3 * sin(position * position * 0.37))
            })
    }

    /// Runs all sides one after another, `count` times under each condition.
    ///
    /// Conditions take turns, some rounds each, so that whatever else the machine does disturbs them alike.
    ///
    /// - Returns: a result for each condition.
    /// - Throws: ``PeerError``, also where the outputs do not agree.
    func run(
        _ count: Int, beside peers: [ForwardPeer], under conditions: [Surroundings] = [.quiet], options: PeerOptions
    ) throws -> [ForwardResult] {
        let folder = try WorkFolder()
        let (modelPath, inputPath, outputPath) = (folder.path("model.onnx"), folder.path("input.npy"), folder.path("output.npy"))
        let file = ONNXWriter.model(model.graph, inputShapes: [input.name: input.tensor.shape])
        try Data(file).write(to: URL(fileURLWithPath: modelPath))
        try Data(NPYFormat.encode(input.tensor)).write(to: URL(fileURLWithPath: inputPath))
        let processes = try peers.map { peer in
            try PeerProcess(
                interpreter: options.interpreter, script: options.script(peer.script),
                arguments: [modelPath, inputPath, String(threadCount)])
        }
        // In a new order each round: whoever follows a peer that spins for a while finds a processor taken.
        func round() throws -> [Double] {
            var milliseconds = [Double](repeating: 0, count: processes.count + 1)
            for side in milliseconds.indices.shuffled() {
                milliseconds[side] = side == 0 ? try ownRun().milliseconds : try processes[side - 1].run()
            }
            return milliseconds
        }
        var times = conditions.map { _ in [Samples](repeating: Samples(), count: peers.count + 1) }
        for _ in 0..<Self.warmUpCount { _ = try round() }
        let block = conditions.count > 1 ? Self.roundsOfBlock : count
        for start in stride(from: 0, to: count, by: block) {
            for (number, condition) in conditions.enumerated() {
                let load = condition == .loaded ? try BusyProcess() : nil
                // What the change of surroundings itself costs is nobody's.
                if conditions.count > 1 { _ = try round() }
                for _ in start..<min(start + block, count) {
                    for (side, milliseconds) in try round().enumerated() { times[number][side].add(milliseconds) }
                }
                withExtendedLifetime(load) {}
            }
        }
        let recorder = StepRecorder()
        let own = try ownRun(recorder)
        let kernels = ForwardResult.kernels(of: recorder.steps)
        let differences = try processes.map { process in
            try process.writeOutput(to: outputPath)
            let expected = try NPYFormat.readTensor(MappedFile(path: outputPath).contents)
            let difference = own.output.greatestDifference(relativeTo: expected)
            guard difference <= Self.tolerance else { throw PeerError.disagreement(model.name, difference: difference) }
            return difference
        }
        let memory = try processes.map { try $0.peakMegabytes() }
        return conditions.enumerated().map { number, condition in
            let results = peers.indices.map { peer in
                ForwardResult.Peer(
                    peer: peers[peer], version: processes[peer].version, samples: times[number][peer + 1], difference: differences[peer],
                    peakMegabytes: memory[peer])
            }
            return ForwardResult(
                name: model.name, surroundings: condition, multiplyAdds: own.multiplyAdds, kernels: kernels, ours: times[number][0],
                peers: results)
        }
    }

    /// Lets the engine compute convolutions in the ways that are the fastest here.
    func tune() throws {
        let contests = try engine.convolutionContests(
            network, feed: Feed([input.name: input.tensor]), wanted: Array(network.outputs.prefix(1)))
        engine.tuned = TunedConvolutions(
            ways: Dictionary(contests.map { ($0.geometry, $0.winner) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Runs of the engine alone until they took some seconds, at least two and at most `count`, after one that does not count.
    func ownRuns(_ count: Int, seconds: Double) throws -> (milliseconds: Samples, multiplyAdds: Int) {
        let start = ContinuousClock.now
        var samples = Samples()
        let multiplyAdds = try ownRun().multiplyAdds
        for run in 0..<count where run < 2 || ContinuousClock.now - start < .seconds(seconds) { samples.add(try ownRun().milliseconds) }
        return (samples, multiplyAdds)
    }

    /// One run of the engine, from planning to the output, nothing cached.
    private func ownRun(_ recorder: StepRecorder? = nil) throws -> (milliseconds: Double, output: Tensor, multiplyAdds: Int) {
        engine.cache.removeAll()
        let feed = Feed([input.name: input.tensor])
        let start = ContinuousClock.now
        let run = try engine.run(
            network, feed: feed, wanted: Array(network.outputs.prefix(1)), caching: false, recorder: recorder)
        let elapsed = ContinuousClock.now - start
        guard let output = run.values.values.first else { throw ValidationFailure.noOutput(model.name) }
        return (elapsed / .milliseconds(1), output, run.multiplyAdds)
    }
}

/// Why a network cannot be measured.
enum ValidationFailure: Error, CustomStringConvertible {
    case noInput(String)
    case noOutput(String)

    var description: String {
        switch self {
        case .noInput(let model): "'\(model)' has no input"
        case .noOutput(let model): "'\(model)' has no output"
        }
    }
}

extension Tensor {
    /// The greatest difference to `other`, relative to the greatest magnitude there; infinite where the shapes are not the same.
    func greatestDifference(relativeTo other: Tensor) -> Float {
        guard shape == other.shape, elementType == .float32, other.elementType == .float32 else { return .infinity }
        let greatest = other.floats.reduce(0) { max($0, abs($1)) }
        return zip(floats, other.floats).reduce(0) { largest, pair in
            let difference = abs(pair.0 - pair.1)
            return difference <= largest ? largest : difference.isNaN ? .infinity : difference
        } / max(greatest, .leastNormalMagnitude)
    }
}
