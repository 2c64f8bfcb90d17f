import ArgumentParser
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

    @Option(help: ArgumentHelp("Threads of every side.", valueName: "n"))
    var threads = 2

    @Option(help: ArgumentHelp("Runs of every side, after three that do not count.", valueName: "n"))
    var runs = 20

    @Option(
        help: ArgumentHelp(
            "A peer: \(ForwardPeer.allCases.map(\.rawValue).joined(separator: ", ")); may be said again; else onnxruntime.",
            valueName: "name"))
    var beside: [ForwardPeer] = []

    @OptionGroup var peers: PeerOptions

    private var contenders: [ForwardPeer] { beside.isEmpty ? [.onnxruntime] : beside }

    func validate() throws {
        if !(1...256).contains(threads) { throw ValidationError("expected 1 to 256 threads, found \(threads)") }
        if !(1...100_000).contains(runs) { throw ValidationError("expected 1 to 100000 runs, found \(runs)") }
    }

    func run() throws {
        var report = Report(
            title: "Forward pass, ms", machine: Machine(threadCount: threads),
            columns: ["network", "GMAC", "cnns min", "median", "GFLOP/s"]
                + contenders.flatMap { ["\($0.rawValue) min", "median", "÷ cnns, min", "median"] } + ["greatest difference"])
        var versions: Set<String> = []
        for word in models {
            let measurement = try ForwardMeasurement(try model(word), threadCount: threads)
            let result = try measurement.run(runs, beside: contenders, options: peers)
            versions.formUnion(result.peers.map { "\($0.peer.rawValue) \($0.version)" })
            report.add(result.cells, samples: result.samples)
        }
        report.notes = [
            "\(runs) runs of every side in turn; batch of one, float32.",
            "GFLOP/s counts two operations a multiply-add of the definition, at the minimum: an algorithm that needs fewer can pass the processor's peak.",
            "Peers: \(versions.sorted().joined(separator: ", ")); the medians' ratio is the median over rounds.",
            "The greatest difference of the outputs from a peer's, relative to the greatest of them, is at most \(ForwardMeasurement.tolerance).",
        ]
        try peers.publish(report)
    }

    private func model(_ word: String) throws -> Model {
        guard random else { return try ModelLoader.load(word, cache: AssetCache.standard()) }
        guard let architecture = ArchitectureCatalog.architecture(named: word) else {
            throw ValidationError("expected the name of an architecture, found '\(word)'")
        }
        return try NetworkRecipe(name: architecture.name, source: .architecture(architecture.name)).model(withZeros: false)
    }
}

/// A program that runs ONNX graphs.
enum ForwardPeer: String, CaseIterable, ExpressibleByArgument {
    case onnxruntime
    case openvino

    var script: String { "forward-\(rawValue).py" }
}
