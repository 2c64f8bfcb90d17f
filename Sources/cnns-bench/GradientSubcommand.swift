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

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { options.runs(else: 20) }

    func run() throws {
        let model = try ModelLoader.load(weights, cache: try AssetCache.standard())
        let result = try GradientMeasurement(model, weights: weights, threadCount: options.threads).run(runs, options: options.peers)
        var report = Report(
            title: "Gradient with respect to the input, ms", machine: Machine(threadCount: options.threads),
            columns: ["network", "cnns min", "median", "torch min", "median", "torch ÷ cnns, min", "median"])
        report.add(result.cells, samples: ["cnns ms": result.ours, "torch ms": result.theirs])
        report.notes = [
            "\(runs) runs of either side, alternating; one forward and one backward pass, batch of one, float32.",
            "The gradients differ by \(result.difference) of the greatest; torch \(result.peerVersion).",
            "The medians' ratio is the median over pairs.",
        ]
        try options.peers.publish(report)
    }
}
