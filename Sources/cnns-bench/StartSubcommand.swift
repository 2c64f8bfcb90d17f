import ArgumentParser
import Foundation

/// From start to exit with nothing to do, beside Python.
struct StartSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Times 'cnns -e \"\"' beside 'python3 -c \"\"', from start to exit.")

    @Option(help: ArgumentHelp("The program; else the cnns beside this one.", valueName: "file"))
    var cnns: String?

    @Option(help: ArgumentHelp("The system's Python.", valueName: "file"))
    var systemPython = "/usr/bin/python3"

    @OptionGroup var options: RunOptions

    private var runs: Int { options.runs(else: 200) }

    func run() throws {
        let commands = [[ColdSubcommand.program(cnns), "-e", ""], [systemPython, "-c", ""]]
        var samples = [Samples(), Samples()]
        for round in -10..<runs {
            for index in round % 2 == 0 ? [0, 1] : [1, 0] {
                let seconds = try ProcessRun(commands[index]).seconds
                if round >= 0 { samples[index].add(seconds * 1000) }
            }
        }
        var report = Report(
            title: "From start to exit", machine: Machine(threadCount: 1),
            columns: ["program", "min, ms", "median", "time ÷ cnns, min", "median"])
        for (name, sample) in zip(["cnns -e ''", "python3 -c ''"], samples) {
            report.add(
                [
                    name, sample.minimum.measured, sample.median.measured, (sample.minimum / samples[0].minimum).measured,
                    samples[0].medianRatio(of: sample).measured,
                ], samples: ["\(name) ms": sample])
        }
        report.notes = ["\(runs) runs of each, alternating, after 10 that do not count."]
        try options.peers.publish(report)
    }
}
