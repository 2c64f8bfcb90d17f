import ArgumentParser
import Foundation

/// From a file to a network, beside onnxruntime's session.
struct LoadSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Times loading beside onnxruntime, and measures the memory that it takes.",
        discussion: """
            Every run is a process of its own; the files are in the system's cache. Loaded is a network whose layers can be listed,
            or a session that can run; with its first output, one that has run.
            """)

    @Argument(help: ArgumentHelp("Networks, as ONNX files.", valueName: "file"))
    var models: [String]

    @Option(help: ArgumentHelp("The program; else the cnns beside this one.", valueName: "file"))
    var cnns: String?

    @OptionGroup var options: MeasurementOptions

    private var runs: Int { options.runs(else: 10) }

    func run() throws {
        let work = try WorkFolder()
        let folder = work.path
        defer { withExtendedLifetime(work) {} }
        var report = Report(
            title: "Loading", machine: Machine(threadCount: options.threads),
            columns: [
                "network", "to", "measured", "cnns, min ms", "median", "onnxruntime, min ms", "median", "cnns ÷ onnxruntime, min", "median",
                "cnns, peak MB", "÷ file", "onnxruntime, peak MB", "÷ file", "cnns ÷ onnxruntime",
            ])
        for model in models {
            for goal in LoadGoal.allCases {
                for row in try contest(model, goal, output: "\(folder)/said").rows(of: model, goal: goal) {
                    report.add(row)
                }
            }
        }
        report.notes = [
            "\(runs) runs of each program, alternating, after one that does not count; the medians' ratio is the median over pairs.",
            "'whole process' is from start to end, with Python's start and imports for onnxruntime; 'loading alone' is what the process itself measured.",
            "Peak memory is the most that the process held (VmHWM), touched pages of mapped files, program and Python included; MB are 10⁶ bytes.",
        ]
        try options.peers.publish(report)
    }

    /// Both sides in turn, as often as it was said.
    private func contest(_ model: String, _ goal: LoadGoal, output: String) throws -> LoadContest {
        var contest = LoadContest()
        let own =
            [CommandLine.arguments[0], "load-one", model, "--threads", String(options.threads)] + (goal == .output ? ["--output"] : [])
        let peer = [options.peers.interpreter, options.peers.script("load-onnxruntime.py"), model, goal.rawValue, String(options.threads)]
        let program = [ColdSubcommand.program(cnns), "--quiet", "-e", "load model '\(model)'; layers"]
        for round in -1..<runs {
            for isOwn in round % 2 == 0 ? [true, false] : [false, true] {
                let process = try ProcessRun(isOwn ? own : peer, output: output)
                let line = try String(contentsOfFile: output, encoding: .utf8)
                guard let result = LoadResult(line) else {
                    throw PeerError.answer(isOwn ? "load-one" : peer[1], expected: "milliseconds and megabytes", found: line)
                }
                if round >= 0 { contest.add(process, result, isOwn: isOwn) }
            }
            guard goal == .layers else { continue }
            let process = try ProcessRun(program)
            if round >= 0 { contest.addProgram(process) }
        }
        contest.fileMegabytes = try Double(FileManager.default.attributesOfItem(atPath: model)[.size] as? Int ?? 0) / 1e6
        return contest
    }
}

/// How far loading goes.
enum LoadGoal: String, CaseIterable {
    /// A network whose layers can be listed.
    case layers
    /// The first output.
    case output

    var words: String { self == .layers ? "layers" : "first output" }
}
