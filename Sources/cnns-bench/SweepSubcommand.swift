import ArgumentParser
import Exploration
import Inference
import ModelFormats
import Tensors

/// A sweep over the channels of a layer beside the obvious loop: the network with a mask after the layer, run for each channel.
struct SweepSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Times a sweep over a layer's channels beside a loop over a peer's runs.",
        discussion: "Both yield the class's score without each channel, which is checked. The peer times itself.")

    @Argument(help: ArgumentHelp("A file or a name of the catalog.", valueName: "model"))
    var model: String

    @Argument(help: ArgumentHelp("Layers, each swept by itself.", valueName: "layer"))
    var layers: [String]

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { options.runs(else: 5) }

    func run() throws {
        var report = Report(
            title: "Sweep", machine: Machine(threadCount: options.threads),
            columns: ["network", "layer", "channels", "share of the arithmetic"] + MethodMeasurement.Result.columns)
        let measurement = try MethodMeasurement(try ModelLoader.load(model, cache: AssetCache.standard()), threadCount: options.threads)
        var results: [MethodMeasurement.Result] = []
        let whole = measurement.specimen.network.layers.all.reduce(0) { $0 + $1.multiplyAdds }
        for name in layers {
            guard let layer = measurement.specimen.network.layers.named(name) else { throw RunError.unknownValue(name) }
            let channels = layer.outputShape.rank > 1 ? layer.outputShape[1] : 0
            let mask: Shape = [1, channels, 1, 1]
            var last: SweepResult?
            let result = try measurement.run(
                runs, graph: measurement.model.graph.masked(after: layer.valueName, shape: mask), shapes: ["mask": mask],
                script: "sweep-onnxruntime.py", arguments: ["0"], options: options.peers
            ) { specimen in
                let sweep = try Sweep(specimen, value: layer.valueName, classIndex: 0).run()
                last = sweep
                return sweep.logits
            }
            let share = last.map { Double($0.multiplyAdds) / Double(whole * channels) } ?? .nan
            report.add(
                [measurement.model.name, layer.name, "\(channels)", share.measured] + result.cells,
                samples: ["cnns ms": result.ours, "onnxruntime ms": result.theirs])
            results.append(result)
        }
        if let total = MethodMeasurement.Result(sumOf: results), results.count > 1 {
            report.add([measurement.model.name, "all of these", "", ""] + total.cells, samples: [:])
        }
        report.notes = [
            "\(runs) runs of either side, alternating.",
            "The loop: for every channel onnxruntime \(results.last?.peerVersion ?? "") on the network with a multiplication by a mask after the layer. "
                + "The difference is relative to the greatest score.",
        ]
        try options.peers.publish(report)
    }
}

extension Graph {
    /// The graph with a value multiplied by a new input 'mask' before anything reads it.
    fileprivate func masked(after value: String, shape: Shape) -> Graph {
        var graph = self
        graph.inputs.append(GraphInput(name: "mask", dimensions: shape.dimensions))
        let masked = value + " masked"
        for index in graph.nodes.indices {
            graph.nodes[index].inputs = graph.nodes[index].inputs.map { $0 == value ? masked : $0 }
        }
        graph.outputs = graph.outputs.map { $0 == value ? masked : $0 }
        let position = graph.nodes.firstIndex { $0.outputs.contains(value) }.map { $0 + 1 } ?? 0
        graph.nodes.insert(Node(name: masked, operatorName: "Mul", inputs: [value, "mask"], outputs: [masked]), at: position)
        return graph
    }
}
