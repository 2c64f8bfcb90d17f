import ArgumentParser
import Foundation

/// From nothing to the first grid of maps: whole processes beside each other.
struct ColdSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cold",
        abstract: "Times whole processes: load a network and a photograph, predict, save the maps of a layer.",
        discussion: "Files are in the system's cache; nothing else survives from one run to the next.")

    @Option(help: ArgumentHelp("The network, as an ONNX file.", valueName: "file"))
    var model: String

    @Option(help: ArgumentHelp("The same ResNet-50 as PyTorch weights; without it PyTorch is not measured.", valueName: "file"))
    var weights: String?

    @Option(help: ArgumentHelp("A photograph.", valueName: "file"))
    var photo: String

    @Option(help: ArgumentHelp("The layer whose maps are saved.", valueName: "name"))
    var layer = "conv1"

    @Option(help: ArgumentHelp("The program; else the cnns beside this one.", valueName: "file"))
    var cnns: String?

    @OptionGroup var options: RunOptions

    private var runs: Int { options.runs(else: 10) }

    /// A program with everything it is told.
    private struct Contestant {
        let name: String
        let arguments: [String]
        /// The folder that has nothing but the program's figure after a run.
        let product: String
        var seconds = Samples()
        var megabytes = Samples()

        /// - Throws: ``PeerError``, also where no picture was saved: a program that does nothing is not fast.
        func run() throws -> ProcessRun {
            try? FileManager.default.removeItem(atPath: product)
            try FileManager.default.createDirectory(atPath: product, withIntermediateDirectories: true)
            let result = try ProcessRun(arguments)
            let files = try FileManager.default.contentsOfDirectory(atPath: product)
            let signature = Data([0x89] + Array("PNG".utf8))
            let isPicture = try files.contains { try Data(contentsOf: URL(fileURLWithPath: "\(product)/\($0)")).starts(with: signature) }
            guard isPicture else { throw PeerError.noFigure(name) }
            return result
        }
    }

    func run() throws {
        let work = try WorkFolder()
        let folder = work.path
        defer { withExtendedLifetime(work) {} }
        var contestants = contestants(figures: folder)
        for round in -1..<runs {
            // In a new order: whoever follows a large program finds the processor's caches full of that one's data.
            for index in contestants.indices.shuffled() {
                let result = try contestants[index].run()
                guard round >= 0 else { continue }
                contestants[index].seconds.add(result.seconds)
                contestants[index].megabytes.add(result.peakMegabytes)
            }
        }
        try options.peers.publish(report(contestants))
    }

    /// A canvas on which 64 maps of 112 × 112 have their own size, as the peers draw them; without one they are reduced to fit 80 × 24 cells.
    private static let wholeMaps = ["--columns", "40", "--cell", "24x48"]

    private func contestants(figures: String) -> [Contestant] {
        let interpreter = options.peers.interpreter
        func own(_ name: String, _ network: String, _ options: [String]) -> Contestant {
            let folder = "\(figures)/\(name)"
            let line = "load '\(network)'; load '\(photo)'; predict; show maps of \(layer)"
            return Contestant(name: name, arguments: [Self.program(cnns), "-e", line, "--save-figures", folder] + options, product: folder)
        }
        func peer(_ name: String, _ script: String, _ network: String) -> Contestant {
            let folder = "\(figures)/\(script)"
            let arguments = [interpreter, options.peers.script(script), network, photo, layer, "\(folder)/grid.png"]
            return Contestant(name: name, arguments: arguments, product: folder)
        }
        var all = [own("cnns, .onnx", model, Self.wholeMaps), own("cnns, .onnx, small figure", model, [])]
        all.append(peer("onnxruntime + Pillow", "first-grid-onnxruntime.py", model))
        if let weights {
            all += [own("cnns, .pth", weights, Self.wholeMaps), peer("PyTorch + matplotlib", "first-grid-torch.py", weights)]
        }
        return all
    }

    /// The program that was named, or the one beside this one.
    static func program(_ named: String?) -> String {
        named ?? URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().path + "/cnns"
    }

    /// The first contestant is what the others are compared with.
    private func report(_ contestants: [Contestant]) -> Report {
        var report = Report(
            title: "From nothing to the first grid", machine: Machine(threadCount: ProcessInfo.processInfo.activeProcessorCount),
            columns: ["program", "min, s", "median, s", "peak memory, MB", "time ÷ cnns, min", "median", "memory ÷ cnns"])
        guard let own = contestants.first else { return report }
        for other in contestants {
            report.add(
                [
                    other.name, other.seconds.minimum.measured, other.seconds.median.measured, other.megabytes.median.measured,
                    (other.seconds.minimum / own.seconds.minimum).measured, own.seconds.medianRatio(of: other.seconds).measured,
                    own.megabytes.medianRatio(of: other.megabytes).measured,
                ], samples: ["\(other.name) s": other.seconds, "\(other.name) MB": other.megabytes])
        }
        report.notes = [
            "\(runs) runs of each program, in a new random order each round, after one that does not count; processes from start to end; each left its picture."
        ]
        return report
    }
}
