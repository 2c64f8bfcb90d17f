import ArgumentParser
import Foundation

/// How cost grows with the picture's side, the batch, threads and depth.
struct GrowthSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Measures how time and memory of a forward pass grow with side, batch, threads and depth.",
        discussion: """
            Networks have random weights. Every size is a process of its own, so that its peak memory is its own; sizes that would take more
            memory or time than there is are left out, and the report says so.
            """)

    @Option(help: ArgumentHelp("The architecture whose pictures, batches and threads grow.", valueName: "name"))
    var model = "resnet18"

    @Option(help: ArgumentHelp("Only one of side, batch, threads, depth; may be said again.", valueName: "measure"))
    var of: [GrowthMeasure] = []

    @Option(help: ArgumentHelp("The time for the runs of one size.", valueName: "s"))
    var seconds = 10.0

    @Option(help: ArgumentHelp("The most memory of a size; else two thirds of what is free.", valueName: "MB"))
    var megabytes: Double?

    @Option(help: ArgumentHelp("A peer: \(ForwardPeer.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name"))
    var beside: ForwardPeer?

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { max(2, options.runs(else: 10)) }

    func validate() throws {
        if !(0.1...600).contains(seconds) { throw ValidationError("expected 0.1 to 600 seconds, found \(seconds)") }
    }

    func run() throws {
        let limit = megabytes ?? ProcessMemory.availableMegabytes * 2 / 3
        var report = Report(
            title: "How cost grows", machine: Machine(threadCount: options.threads),
            columns: ["network", "side", "batch", "threads", "GMAC", "ms, min", "median", "GFLOP/s", "peak memory, MB"]
                + (beside.map { ["\($0.rawValue), ms, min", "÷ cnns, min", "median", "\($0.rawValue), peak memory, MB"] } ?? []))
        var left: [String] = []
        for measure in of.isEmpty ? GrowthMeasure.allCases : of {
            var last: (point: GrowthPoint, answer: GrowthOneSubcommand.Answer)?
            for point in measure.points(model: model, threadCount: options.threads) {
                if let reason = last.flatMap({ point.reasonToLeaveOut(after: $0.point, $0.answer, megabytes: limit, seconds: seconds) }) {
                    left.append("\(point.name): \(reason)")
                    continue
                }
                do {
                    let answer = try answer(of: point)
                    report.add(point.cells + cells(of: answer), nameCount: 4, samples: samples(of: answer))
                    last = (point, answer)
                } catch let error as PeerError {
                    left.append("\(point.name): \(error)")
                }
            }
        }
        report.notes =
            [
                "At most \(runs) runs or \(seconds.measured) s a size; peak memory is the most that the process held (VmHWM) before a peer was started, "
                    + "weights, their arrangement and the program included; MB are 10⁶ bytes.",
                "GFLOP/s counts two operations a multiply-add of the definition, at the minimum.",
            ] + left.map { "Left out: \($0)." }
        try options.peers.publish(report)
    }

    private func answer(of point: GrowthPoint) throws -> GrowthOneSubcommand.Answer {
        let arguments =
            [point.model, "--side", "\(point.side)", "--batch", "\(point.batch)"]
            + ["--threads", "\(point.threadCount)", "--runs", "\(runs)", "--seconds", "\(seconds)"]
            + (beside.map { ["--beside", $0.rawValue, "--python", options.peers.interpreter, "--peers", options.peers.peers] } ?? [])
        return try ProcessRun.answer(of: arguments, naming: GrowthOneSubcommand.name)
    }

    private func cells(of answer: GrowthOneSubcommand.Answer) -> [String] {
        let multiplyAdds = Double(answer.multiplyAdds)
        let own = [
            (multiplyAdds / 1e9).measured, answer.milliseconds.minimum.measured, answer.milliseconds.median.measured,
            (2 * multiplyAdds / 1e6 / answer.milliseconds.minimum).measured, answer.peakMegabytes.measured,
        ]
        guard beside != nil else { return own }
        guard let turns = answer.turns, let theirs = answer.peerMilliseconds else { return own + ["–", "–", "–", "–"] }
        return own + [
            theirs.minimum.measured, (theirs.minimum / turns.minimum).measured, turns.medianRatio(of: theirs).measured,
            (answer.peerMegabytes ?? .nan).measured,
        ]
    }

    private func samples(of answer: GrowthOneSubcommand.Answer) -> [String: Samples] {
        var samples = ["cnns ms": answer.milliseconds]
        if let beside { samples["\(beside.rawValue) ms"] = answer.peerMilliseconds }
        return samples
    }
}
