import ArgumentParser
import Foundation

/// From a key to what the prompt shows of it, in a network of many layers.
struct PromptSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt", abstract: "Times keys at the prompt: from the press to the last byte that the terminal gets for it.",
        discussion: "The program runs at a pseudo-terminal of 100 columns of 50 rows, with 2,000 statements in its history.")

    @Option(help: ArgumentHelp("Layers of the network.", valueName: "n"))
    var layers = 1000

    @Option(help: ArgumentHelp("The program; else the cnns beside this one.", valueName: "file"))
    var cnns: String?

    @OptionGroup var options: RunOptions

    private var runs: Int { options.runs(else: 200) }

    func validate() throws {
        if !(10...2000).contains(layers) { throw ValidationError("expected 10 to 2000 layers, found \(layers)") }
    }

    /// What is typed, and what the screen shows when the line is drawn again.
    private struct Key {
        let name: String
        /// Typed before; not timed.
        let line: String
        let key: String
        let shows: String
    }

    /// The end of the prompt, which is written anew under a list; the line follows in the same breath.
    private static let redrawn = "\u{1B}]133;B"

    private var keys: [Key] {
        [
            Key(name: "a letter", line: "show map", key: "s", shows: "s"),
            Key(name: "Tab, one candidate", line: "show maps of conv colorm", key: "\t", shows: "ap"),
            Key(name: "Tab, layers that begin with 99 listed", line: "show maps of 99", key: "\t", shows: Self.redrawn),
            Key(
                name: "Tab, all layers listed", line: "show maps of ", key: "\t",
                shows: Self.redrawn),
            Key(name: "Tab, all commands listed", line: "", key: "\t", shows: Self.redrawn),
            Key(name: "Up, the last statement", line: "", key: "\u{1B}[A", shows: "deep"),
        ]
    }

    func run() throws {
        let folder = NSTemporaryDirectory() + "cnns-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder + "/cnns", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let history = (0..<2000).map { "say \($0)\n" }.joined()
        let environment = [
            "XDG_STATE_HOME": folder, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "NO_COLOR": "", "EDITRC": "/dev/null",
        ]
        try history.write(toFile: folder + "/cnns/history", atomically: true, encoding: .utf8)
        let program = try TerminalProgram([ColdSubcommand.program(cnns), "--graphics", "none"], environment: environment)
        try program.expect("\u{1B}]133;B")
        _ = try program.press("net deep \"c1*\(layers)\" channels 1 size 8\r", until: "In [2]")
        var report = Report(
            title: "Keys at the prompt", machine: Machine(threadCount: 1),
            columns: ["key", "min, ms", "median", "95 of 100 within", "max"])
        for key in keys {
            var samples = Samples()
            for run in -5..<runs {
                _ = try program.press("\u{15}\u{0C}" + key.line, until: Self.redrawn)
                program.settle()
                let milliseconds = try program.press(key.key, until: key.shows)
                if run >= 0 { samples.add(milliseconds) }
            }
            let sorted = samples.values.sorted()
            report.add(
                [
                    key.name, samples.minimum.measured, samples.median.measured, sorted[sorted.count * 95 / 100].measured,
                    (sorted.last ?? .nan).measured,
                ], samples: ["\(key.name) ms": samples])
        }
        report.notes = [
            "A network of \(layers) layers; each key \(runs) times, after 5 that do not count; 2,000 statements in the history."
        ]
        try options.peers.publish(report)
    }
}
