import ArgumentParser
import ModelFormats

/// The gradient of a logit with respect to the picture beside PyTorch's, again and again.
struct GradientSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gradient",
        abstract: "Times the gradient of a logit of a ResNet-50 with respect to its input, beside PyTorch's.",
        discussion: "A forward and a backward pass; both must yield the same gradient. The peer times itself in its own process.")

    @Argument(help: ArgumentHelp("A state dictionary of a ResNet-50.", valueName: "weights"), completion: .file(extensions: ["pth"]))
    var weights: String

    @Option(help: ArgumentHelp("Threads of either side.", valueName: "n"))
    var threads = 2

    @Option(help: ArgumentHelp("Runs of either side, after three that do not count.", valueName: "n"))
    var runs = 20

    @OptionGroup var peers: PeerOptions

    func validate() throws {
        if !(1...256).contains(threads) { throw ValidationError("expected 1 to 256 threads, found \(threads)") }
        if !(1...100_000).contains(runs) { throw ValidationError("expected 1 to 100000 runs, found \(runs)") }
    }

    func run() throws {
        let model = try ModelLoader.load(weights, cache: try AssetCache.standard())
        let result = try GradientMeasurement(model, weights: weights, threadCount: threads).run(runs, options: peers)
        var report = Report(
            title: "Gradient with respect to the input, ms", machine: Machine(threadCount: threads),
            columns: ["network", "cnns min", "median", "torch min", "median", "torch ÷ cnns, min", "median"])
        report.add(result.cells, samples: ["cnns ms": result.ours, "torch ms": result.theirs])
        report.notes = [
            "\(runs) runs of either side, alternating; one forward and one backward pass, batch of one, float32.",
            "The gradients differ by \(result.difference) of the greatest; torch \(result.peerVersion).",
            "The medians' ratio is the median over pairs.",
        ]
        try peers.publish(report)
    }
}
