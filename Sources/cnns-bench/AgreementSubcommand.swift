import ArgumentParser
import Foundation
import ModelFormats

/// Attributions beside those of Captum and pytorch-grad-cam, number by number.
struct AgreementSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Compares attributions with Captum's and pytorch-grad-cam's on the same network and input.",
        discussion: """
            Both sides attribute the logit of the network's own first class; SmoothGrad of both adds the same noise. Ends with status 1 where
            a method that both define alike correlates less than 0.999.
            """)

    @Argument(help: ArgumentHelp("Weights of an EfficientNet-Lite0 or a ResNet-50, as PyTorch saves them.", valueName: "weights"))
    var weights: String

    @Argument(help: ArgumentHelp("What is fed to the network, [1, 3, 224, 224].", valueName: "input.npy"))
    var input: String

    @Option(help: ArgumentHelp("Midpoints of integrated gradients.", valueName: "n"))
    var steps = 27

    @Option(help: ArgumentHelp("Noisy inputs of SmoothGrad.", valueName: "n"))
    var samples = 8

    @Option(help: ArgumentHelp("Writes some of the peers' numbers too, for the tests.", valueName: "file.npz"))
    var golden: String?

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { options.runs(else: 1) }

    func validate() throws {
        for (name, count) in [("steps", steps), ("samples", samples)]
        where !(1...10_000).contains(count) {
            throw ValidationError("expected 1 to 10000 \(name), found \(count)")
        }
    }

    func run() throws {
        let own = try OwnAttributions(weights: weights, input: input, steps: steps, sampleCount: samples, threadCount: options.threads)
        let work = try WorkFolder()
        let folder = work.path
        defer { withExtendedLifetime(work) {} }
        let noise = "\(folder)/noise.npy"
        try Data(NPYFormat.encode(own.noise)).write(to: URL(fileURLWithPath: noise))
        let script = [
            options.peers.interpreter, options.peers.script("attributions.py"), own.networkName, weights, input, noise,
        ]
        let words = ["--target", "\(own.classNumber)", "--steps", "\(steps)", "--threads", "\(options.threads)"]
        let result = "\(folder)/peers.npz"
        _ = try ProcessRun(script + [result] + words + ["--repeat", "\(runs)"] + (golden.map { ["--golden", $0] } ?? []))
        guard case .weights(let theirs) = try NPZFormat.read(MappedFile(path: result)) else { throw PeerError.noArrays(result) }
        let (report, disagreeing) = try report(own, theirs)
        try options.peers.publish(report)
        if !disagreeing.isEmpty { throw PeerError.attributions(disagreeing) }
    }

    /// One row an array of the peers'.
    private func report(_ own: OwnAttributions, _ theirs: StateDictionary) throws -> (Report, disagreeing: [String]) {
        var report = Report(
            title: "Attributions of \(own.networkName)", machine: Machine(threadCount: options.threads),
            columns: [
                "method", "peer", "shape", "correlation", "greatest difference", "÷ greatest", "cnns, ms", "peer, ms", "peer ÷ cnns",
            ])
        var known: [String: (values: AgreedValues, milliseconds: Double)] = [:]
        var disagreeing: [String] = []
        for name in theirs.names where theirs["\(name).ms"] != nil {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2, let expected = theirs[name] else { continue }
            let found = try known[parts[0]] ?? own.measured(parts[0], runs: runs)
            known[parts[0]] = found
            let agreement = Agreement(found.values, expected)
            if found.values.isDefinedAlike, !(agreement.correlation >= Agreement.leastCorrelation) { disagreeing.append(name) }
            let theirMilliseconds = theirs["\(name).ms"].map { Double($0.floats[0]) } ?? .nan
            report.add(
                [parts[0], parts[1], "\(found.values.tensor.shape)"] + agreement.cells
                    + [found.milliseconds.measured, theirMilliseconds.measured, (theirMilliseconds / found.milliseconds).measured],
                samples: [:])
        }
        report.notes = [
            "Raw numbers: no rectifier at the end, no normalization. Class \(own.classNumber); \(steps) midpoints, \(samples) noisy inputs.",
            "gradcam++: pytorch-grad-cam adds 1e-6 to a denominator of squared gradients, so that its map depends on the logits' scale.",
            "eigencam: the sign of a principal axis is open; compared with the sign that fits.",
        ]
        return (report, disagreeing)
    }
}
