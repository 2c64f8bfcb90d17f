import Exploration
import Foundation
import Inference
import ModelFormats
import Tensors

/// A method of ours beside the loop over a peer's runs that yields the same numbers.
struct MethodMeasurement {
    let model: Model
    let specimen: Specimen
    private let threadCount: Int

    /// What the runs took.
    struct Result {
        let ours: Samples
        let theirs: Samples
        /// The greatest difference of the numbers, relative to the greatest magnitude.
        let difference: Float
        let peerVersion: String

        /// Times and ratios, as a report has them.
        var cells: [String] {
            [
                ours.minimum.measured, ours.median.measured, theirs.minimum.measured, theirs.median.measured,
                (theirs.minimum / ours.minimum).measured, ours.medianRatio(of: theirs).measured,
                Double(difference).formatted(.number.notation(.scientific).precision(.significantDigits(2))),
            ]
        }

        init(ours: Samples, theirs: Samples, difference: Float, peerVersion: String) {
            self.ours = ours
            self.theirs = theirs
            self.difference = difference
            self.peerVersion = peerVersion
        }

        /// What runs of several measurements took together; `nil` for none.
        init?(sumOf results: [Result]) {
            guard let first = results.first else { return nil }
            ours = Samples(sumOf: results.map(\.ours))
            theirs = Samples(sumOf: results.map(\.theirs))
            difference = results.map(\.difference).max() ?? 0
            peerVersion = first.peerVersion
        }

        static let columns = ["cnns, ms, min", "median", "loop, ms, min", "median", "loop ÷ cnns, min", "median", "difference"]
    }

    /// The greatest difference of the numbers that is let pass.
    private static let tolerance: Float = 1e-4

    init(_ model: Model, threadCount: Int) throws {
        self.model = model
        self.threadCount = threadCount
        let preprocessing = model.preprocessing
        let shape: Shape = [1, preprocessing.channelOrder.count, preprocessing.heightInPixels, preprocessing.widthInPixels]
        guard let name = model.graph.inputs.first(where: { model.graph.constants[$0.name] == nil })?.name else {
            throw ValidationFailure.noInput(model.name)
        }
        let network = try Network(model.graph, inputShapes: [name: shape])
        guard let output = network.outputs.first else { throw ValidationFailure.noOutput(model.name) }
        specimen = Specimen(
            engine: Engine(threadCount: threadCount), network: network, feed: Feed([name: ForwardMeasurement.pattern(shape)]),
            inputName: name, logitsName: output)
    }

    /// Runs both sides in turn, `count` times, after once that does not count.
    ///
    /// - Parameters:
    ///   - graph: what the peer runs.
    ///   - own: does our work for a feed that no cache knows, and yields its numbers.
    /// - Throws: ``PeerError``, also where the numbers do not agree.
    func run(
        _ count: Int, graph: Graph, shapes: [String: Shape] = [:], script: String, arguments: [String], options: PeerOptions,
        own: (Specimen) throws -> [Float]
    ) throws -> Result {
        let work = try WorkFolder()
        let folder = work.path
        defer { withExtendedLifetime(work) {} }
        let (modelPath, inputPath, outputPath) = ("\(folder)/model.onnx", "\(folder)/input.npy", "\(folder)/output.npy")
        let inputs = specimen.feed.tensors
        let file = ONNXWriter.model(graph, inputShapes: inputs.mapValues(\.shape).merging(shapes) { $1 })
        try Data(file).write(to: URL(fileURLWithPath: modelPath))
        try Data(NPYFormat.encode(inputs[specimen.inputName] ?? Tensor([0], []))).write(to: URL(fileURLWithPath: inputPath))
        let peer = try PeerProcess(
            interpreter: options.interpreter, script: options.script(script),
            arguments: [modelPath, inputPath, String(threadCount)] + arguments)
        var (ours, theirs, numbers) = (Samples(), Samples(), [Float]())
        for round in 0...count {
            specimen.engine.cache.removeAll()
            let start = ContinuousClock.now
            numbers = try own(specimen.fed(inputs))
            let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
            let peerMilliseconds = try peer.run()
            guard round > 0 else { continue }
            ours.add(milliseconds)
            theirs.add(peerMilliseconds)
        }
        try peer.writeOutput(to: outputPath)
        let expected = try NPYFormat.readTensor(MappedFile(path: outputPath).contents)
        let difference = Tensor([numbers.count], numbers).greatestDifference(relativeTo: expected)
        guard difference <= Self.tolerance else { throw PeerError.disagreement(model.name, difference: difference) }
        return Result(ours: ours, theirs: theirs, difference: difference, peerVersion: peer.version)
    }
}
