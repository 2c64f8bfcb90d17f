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

    /// What the runs took, in milliseconds.
    struct Result {
        let name: String
        let multiplyAdds: Int
        let ours: Samples
        let peers: [PeerResult]

        var cells: [String] {
            let gigaflops = 2 * Double(multiplyAdds) / 1e9 / (ours.minimum / 1e3)
            let ratios = peers.flatMap {
                [
                    $0.samples.minimum.measured, $0.samples.median.measured, ($0.samples.minimum / ours.minimum).measured,
                    ours.medianRatio(of: $0.samples).measured,
                ]
            }
            let difference = peers.map(\.difference).max() ?? 0
            return [name, (Double(multiplyAdds) / 1e9).measured, ours.minimum.measured, ours.median.measured, gigaflops.measured] + ratios
                + [String(format: "%.1e", Double(difference))]
        }

        var samples: [String: Samples] {
            peers.reduce(into: ["cnns ms": ours]) { $0["\($1.peer.rawValue) ms"] = $1.samples }
        }
    }

    /// A peer's runs, and how far our output is from its.
    struct PeerResult {
        let peer: ForwardPeer
        let version: String
        let samples: Samples
        let difference: Float
    }

    /// Runs that do not count: caches fill, memory is mapped, threads start.
    private static let warmUpCount = 3
    /// The greatest difference of outputs, relative to the greatest magnitude.
    static let tolerance: Float = 1e-4

    init(_ model: Model, threadCount: Int) throws {
        self.model = model
        self.threadCount = threadCount
        engine = Engine(threadCount: threadCount)
        input = try Self.input(of: model)
        network = try Network(model.graph, inputShapes: [input.name: input.tensor.shape])
    }

    /// What a network is fed: its input's name, and a pattern as large as its pictures.
    static func input(of model: Model) throws -> (name: String, tensor: Tensor) {
        let preprocessing = model.preprocessing
        let shape: Shape = [1, preprocessing.channelOrder.count, preprocessing.heightInPixels, preprocessing.widthInPixels]
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

    /// Runs all sides in turn, `count` times.
    ///
    /// - Throws: ``PeerError``, also where the outputs do not agree.
    func run(_ count: Int, beside peers: [ForwardPeer], options: PeerOptions) throws -> Result {
        let folder = NSTemporaryDirectory() + "cnns-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (modelPath, inputPath, outputPath) = ("\(folder)/model.onnx", "\(folder)/input.npy", "\(folder)/output.npy")
        let file = ONNXWriter.model(model.graph, inputShapes: [input.name: input.tensor.shape])
        try Data(file).write(to: URL(fileURLWithPath: modelPath))
        try Data(NPYFormat.encode(input.tensor)).write(to: URL(fileURLWithPath: inputPath))
        let processes = try peers.map { peer in
            try PeerProcess(
                interpreter: options.interpreter, script: options.script(peer.script),
                arguments: [modelPath, inputPath, String(threadCount)])
        }
        var (ours, theirs) = (Samples(), peers.map { _ in Samples() })
        for round in -Self.warmUpCount..<count {
            let milliseconds = try ownRun().milliseconds
            if round >= 0 { ours.add(milliseconds) }
            for (number, process) in processes.enumerated() {
                let milliseconds = try process.run()
                if round >= 0 { theirs[number].add(milliseconds) }
            }
        }
        let own = try ownRun()
        let results = try peers.indices.map { number in
            try processes[number].writeOutput(to: outputPath)
            let expected = try NPYFormat.readTensor(MappedFile(path: outputPath).contents)
            let difference = own.output.greatestDifference(relativeTo: expected)
            guard difference <= Self.tolerance else { throw PeerError.disagreement(model.name, difference: difference) }
            return PeerResult(
                peer: peers[number], version: processes[number].version, samples: theirs[number], difference: difference)
        }
        return Result(name: model.name, multiplyAdds: own.multiplyAdds, ours: ours, peers: results)
    }

    /// One run of the engine, from planning to the output, nothing cached.
    private func ownRun() throws -> (milliseconds: Double, output: Tensor, multiplyAdds: Int) {
        engine.cache.removeAll()
        let feed = Feed([input.name: input.tensor])
        let start = ContinuousClock.now
        let run = try engine.run(network, feed: feed, wanted: Array(network.outputs.prefix(1)))
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
