import ArgumentParser
import Exploration
import ModelFormats

/// Occlusion beside the obvious loop: for every position a copy of the input with a gray square, run alone.
struct OcclusionSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "occlusion",
        abstract: "Times an occlusion map beside a loop over a peer's runs.",
        discussion: "Both yield the class's score for every position of the square, which is checked. The peer times itself.")

    @Argument(help: ArgumentHelp("Files or names of the catalog.", valueName: "model"))
    var models: [String]

    @Option(help: ArgumentHelp("Side of the square in pixels of the input.", valueName: "pixels"))
    var size = 32

    @Option(help: ArgumentHelp("Pixels from one position to the next.", valueName: "pixels"))
    var stride = 16

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { options.runs(else: 5) }

    func run() throws {
        var report = Report(
            title: "Occlusion", machine: Machine(threadCount: options.threads),
            columns: ["network", "positions", "share of the arithmetic"] + MethodMeasurement.Result.columns)
        let cache = try AssetCache.standard()
        var versions: Set<String> = []
        for word in models {
            let measurement = try MethodMeasurement(try ModelLoader.load(word, cache: cache), threadCount: options.threads)
            var last: OcclusionResult?
            let result = try measurement.run(
                runs, graph: measurement.model.graph, script: "occlusion-onnxruntime.py", arguments: ["\(size)", "\(stride)", "0"],
                options: options.peers
            ) { specimen in
                let map = try Occlusion(specimen, classIndex: 0, size: (size, size), stride: (stride, stride)).run()
                last = map
                return map.logitDrops.floats.map { map.baselineLogit - $0 }
            }
            let share = last.map { Double($0.multiplyAdds) / Double($0.naiveMultiplyAdds) } ?? .nan
            report.add(
                [measurement.model.name, "\(last?.positionCount ?? 0)", share.measured] + result.cells,
                samples: ["cnns ms": result.ours, "onnxruntime ms": result.theirs])
            versions.insert(result.peerVersion)
        }
        report.notes = [
            "A square of \(size) pixels, \(stride) from one position to the next; \(runs) runs of either side, alternating.",
            "The loop: for every position copy the input, set the square to 0, run onnxruntime \(versions.sorted().joined(separator: ", ")) "
                + "on it alone. The difference is relative to the greatest score.",
        ]
        try options.peers.publish(report)
    }
}
