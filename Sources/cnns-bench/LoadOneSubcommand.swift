import ArgumentParser
import Foundation
import Inference
import ModelFormats

/// One file loaded, once: what `load` measures as a process of its own.
struct LoadOneSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load-one", abstract: "Loads a network and says what it took.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("The network.", valueName: "file"))
    var model: String

    @Flag(help: "Go on to the first output.")
    var output = false

    @Option(help: ArgumentHelp("Threads.", valueName: "n"))
    var threads = 2

    func run() throws {
        let start = ContinuousClock.now
        let model = try ModelLoader.load(path: model, cache: nil)
        let network = try Network(model.graph)
        guard !network.layers.all.isEmpty else { throw ValidationFailure.noOutput(model.name) }
        if output {
            let input = try ForwardMeasurement.input(of: model)
            let engine = Engine(threadCount: threads)
            _ = try engine.run(network, feed: Feed([input.name: input.tensor]), wanted: Array(network.outputs.prefix(1)), caching: false)
        }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        print(LoadResult(milliseconds: milliseconds, peakMegabytes: ProcessMemory.peakMegabytes).line)
    }
}

/// What a process says of the file it loaded: `MILLISECONDS PEAK-MEGABYTES`.
struct LoadResult {
    let milliseconds: Double
    let peakMegabytes: Double

    init(milliseconds: Double, peakMegabytes: Double) {
        self.milliseconds = milliseconds
        self.peakMegabytes = peakMegabytes
    }

    /// `nil` where the line is another.
    init?(_ line: String) {
        let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 2 else { return nil }
        self.init(milliseconds: numbers[0], peakMegabytes: numbers[1])
    }

    var line: String { "\(milliseconds) \(peakMegabytes)" }
}
