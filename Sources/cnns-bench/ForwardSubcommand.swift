import ArgumentParser
import Inference
import ModelFormats

/// One forward pass of our engine beside one of each peer's, again and again.
struct ForwardSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forward",
        abstract: "Times forward passes beside peers'.",
        discussion: "All compute the same outputs from the same input, which is checked. A peer times itself in its own process.")

    @Argument(help: ArgumentHelp("Files or names of the catalog; with --random names of architectures.", valueName: "model"))
    var models: [String]

    @Flag(help: "Give architectures random weights, which take as long as trained ones.")
    var random = false

    @Option(
        help: ArgumentHelp(
            "A peer: \(ForwardPeer.allCases.map(\.rawValue).joined(separator: ", ")); may be said again; else onnxruntime.",
            valueName: "name"))
    var beside: [ForwardPeer] = []

    @Option(
        help: ArgumentHelp(
            "What computes on our side: \(KernelChoice.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "kernels"))
    var engine = KernelChoice.auto

    @Flag(help: "Measure the ways of convolutions first, as 'tune' does, and take the fastest.")
    var tuned = false

    @Flag(help: "Measure beside another process that keeps one core busy, too, in turn with quiet rounds.")
    var loaded = false

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { options.runs(else: 20) }

    private var contenders: [ForwardPeer] { beside.isEmpty ? [.onnxruntime] : beside }

    func run() throws {
        var report = Report(
            title: "Forward pass, ms", machine: Machine(threadCount: options.threads, kernels: engine),
            columns: ForwardResult.columns(contenders))
        var versions: Set<String> = []
        for word in models {
            let measurement = try ForwardMeasurement(try Model.named(word, random: random), threadCount: options.threads, kernels: engine)
            if tuned { try measurement.tune() }
            for result in try measurement.run(
                runs, beside: contenders, under: loaded ? [.quiet, .loaded] : [.quiet], options: options.peers)
            {
                versions.formUnion(result.peers.map { "\($0.peer.rawValue) \($0.version)" })
                report.add(result.cells, nameCount: 2, samples: result.samples)
            }
        }
        report.notes = [
            "\(runs) runs of every side, in a new random order each round; batch of one, float32.",
            "GFLOP/s counts two operations a multiply-add of the definition, at the minimum: an algorithm that needs fewer can pass the processor's peak.",
            "Peers: \(versions.sorted().joined(separator: ", ")); the medians' ratio is the median over rounds, with the quartiles beside it.",
            "The greatest difference of the outputs from a peer's, relative to the greatest of them, is at most \(ForwardMeasurement.tolerance).",
        ]
        if engine != .auto { report.notes.append("Our kernels: \(engine.rawValue); the peers choose theirs.") }
        if tuned { report.notes.append("Convolutions in the ways that were measured to be the fastest.") }
        if loaded {
            report.notes.append("Beside a busy core: a process of usual priority that computes without end, not bound to a processor.")
        }
        try options.peers.publish(report)
    }
}

/// A program that runs ONNX graphs.
enum ForwardPeer: String, CaseIterable, ExpressibleByArgument {
    case onnxruntime
    case openvino

    var script: String { "forward-\(rawValue).py" }
}

extension KernelChoice: ExpressibleByArgument {}
