import ArgumentParser
import Foundation

/// Another layer's maps after a prediction: from the command to the last byte for the terminal.
struct GridSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grid",
        abstract: "Times the first look at layers after a prediction: computing, drawing and encoding, beside chafa's encoding alone.",
        discussion: """
            The session, the figures and the encoders are those of the program, for a window of 100 columns of 50 rows of 10 by 20 pixels.
            Every run is a session in a process of its own that looks at each layer once: right after a prediction of the picture, loaded anew,
            and then one after the other, from the first to the last, where what was looked at before is known.
            """)

    @ArgumentParser.Argument(help: ArgumentHelp("Files or names of the catalog.", valueName: "model"))
    var models: [String]

    @Option(help: ArgumentHelp("What is predicted: a picture's file, or a sample's name.", valueName: "picture"))
    var photo = "chelsea"

    @Option(help: ArgumentHelp("Layers looked at, evenly over the depth of the network.", valueName: "n"))
    var layers = 12

    @Flag(help: "Look without the pauses of a user, in which the prompt makes memory ready, as scripts do.")
    var hurried = false

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { options.runs(else: 5) }

    func validate() throws {
        if !(1...1000).contains(layers) { throw ValidationError("expected 1 to 1000 layers, found \(layers)") }
    }

    func run() throws {
        var report = Report(
            title: "Another layer after a prediction", machine: Machine(threadCount: options.threads),
            columns: [
                "network", "protocol", "looks", "layers", "median, ms", "of the slowest layer", "which is", "95 of 100 within", "worst",
                "at",
                "of it encoding, median", "bytes, median", "chafa, encoding alone, median",
            ])
        for model in models {
            for way in [EncodingWay.kitty, .kittyInSharedMemory, .sixel] {
                for isApart in [true, false] {
                    let looks = try (0..<runs).flatMap { _ in try self.looks(at: model, way, isApart: isApart) }
                    let (cells, samples) = row(of: looks, way)
                    let name = model.split(separator: "/").last.map(String.init) ?? model
                    report.add(
                        [name, way.protocolName, isApart ? "each after a prediction" : "one after the other"] + cells, nameCount: 3,
                        samples: samples)
                }
            }
        }
        report.notes = [
            "\(runs) sessions for each protocol, each in a process of its own that looks at each layer once: the time from 'show maps of LAYER' "
                + "to the last byte, computing the maps, drawing and encoding them. Loading the network and the first prediction are over then.",
            hurried
                ? "Nothing passes between a look and what was before it, as in a script."
                : "Before each look there is a pause, in which the session does what it does while the prompt waits: it makes memory ready.",
            "chafa encodes the finished picture within the same process (libchafa), and neither computes nor draws anything.",
        ]
        try options.peers.publish(report)
    }

    private func looks(at model: String, _ way: EncodingWay, isApart: Bool) throws -> [LayerLook] {
        let arguments = [model, way.rawValue, "--photo", photo, "--layers", "\(layers)", "--threads", "\(options.threads)"]
        return try ProcessRun.answer(
            of: arguments + (isApart ? ["--apart"] : []) + (hurried ? ["--hurried"] : []), naming: GridOneSubcommand.name)
    }

    /// One row of the report: what the looks took all together.
    private func row(of looks: [LayerLook], _ way: EncodingWay) -> ([String], [String: Samples]) {
        let (whole, encoding) = (Samples(looks.map(\.milliseconds)), Samples(looks.map(\.encodingMilliseconds)))
        let chafa = Samples(looks.compactMap(\.chafaMilliseconds))
        let worst = looks.max { $0.milliseconds < $1.milliseconds }
        let layers = Dictionary(grouping: looks, by: \.layer).mapValues { Samples($0.map(\.milliseconds)).median }
        let slowest = layers.max { $0.value < $1.value }
        let cells = [
            "\(looks.count / runs)", whole.median.measured, (slowest?.value ?? .nan).measured, slowest?.key ?? "",
            whole.quantile(0.95).measured,
            (worst?.milliseconds ?? .nan).measured, worst?.layer ?? "", encoding.median.measured,
            "\(Int(Samples(looks.map { Double($0.byteCount) }).median))", chafa.median.measured,
        ]
        return (cells, ["whole ms": whole, "encoding ms": encoding, "chafa ms": chafa])
    }
}
