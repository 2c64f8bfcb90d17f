import ArgumentParser
import ModelFormats

/// One forward pass of our engine beside one of onnxruntime's, again and again.
struct ForwardSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forward",
        abstract: "Times forward passes beside a peer's.",
        discussion: "Both compute the same outputs from the same input, which is checked. The peer times itself in its own process.")

    @Argument(help: ArgumentHelp("Files or names of the catalog.", valueName: "model"))
    var models: [String]

    @Option(help: ArgumentHelp("Threads of either side.", valueName: "n"))
    var threads = 2

    @Option(help: ArgumentHelp("Runs of either side, after three that do not count.", valueName: "n"))
    var runs = 20

    @Option(help: ArgumentHelp("The peer: \(ForwardPeer.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name"))
    var peer = ForwardPeer.onnxruntime

    @OptionGroup var peers: PeerOptions

    func validate() throws {
        if !(1...256).contains(threads) { throw ValidationError("expected 1 to 256 threads, found \(threads)") }
        if !(1...100_000).contains(runs) { throw ValidationError("expected 1 to 100000 runs, found \(runs)") }
    }

    func run() throws {
        var report = Report(
            title: "Forward pass, ms", machine: Machine(threadCount: threads),
            columns: [
                "network", "GMAC", "cnns min", "median", "GFLOP/s", "\(peer.rawValue) min", "median", "\(peer.rawValue) ÷ cnns, min",
                "median",
            ])
        let cache = try AssetCache.standard()
        var versions: Set<String> = []
        for word in models {
            let measurement = try ForwardMeasurement(try ModelLoader.load(word, cache: cache), threadCount: threads)
            let result = try measurement.run(runs, beside: peer, options: peers)
            versions.insert(result.peerVersion)
            report.add(result.cells, samples: ["cnns ms": result.ours, "\(peer.rawValue) ms": result.theirs])
        }
        report.notes = [
            "\(runs) runs of either side, alternating; batch of one, float32; outputs agree to 1e-3 of the greatest.",
            "GFLOP/s counts two operations a multiply-add, at the minimum.",
            "\(peer.rawValue) \(versions.sorted().joined(separator: ", ")); the medians' ratio is the median over pairs.",
        ]
        try peers.publish(report)
    }
}

/// A program that runs ONNX graphs.
enum ForwardPeer: String, CaseIterable, ExpressibleByArgument {
    case onnxruntime

    var script: String { "forward-\(rawValue).py" }
}
