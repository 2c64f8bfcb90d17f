import ArgumentParser
import Foundation

/// Where the programs to measure against are, and where results go; common to all measurements.
struct PeerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The Python that has the peers' packages; else CNNS_PYTHON, else '.build-peers/bin/python3'.", valueName: "file"))
    var python: String?

    @Option(help: ArgumentHelp("The folder of the peers' scripts.", valueName: "folder"), completion: .directory)
    var peers = "Tools/peers"

    @Option(help: ArgumentHelp("Write the results as JSON too.", valueName: "file"), completion: .file(extensions: ["json"]))
    var json: String?

    @Option(
        help: ArgumentHelp("Compare with the results of an earlier run, as --json wrote them.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var compare: String?

    /// The Python to start.
    var interpreter: String {
        python ?? ProcessInfo.processInfo.environment["CNNS_PYTHON"] ?? ".build-peers/bin/python3"
    }

    func script(_ name: String) -> String { "\(peers)/\(name)" }

    /// Prints the report, beside an earlier one where `--compare` says, and writes it where `--json` does.
    func publish(_ report: Report) throws {
        print(report.markdown)
        if let compare {
            let earlier = try JSONDecoder().decode(Report.self, from: Data(contentsOf: URL(fileURLWithPath: compare)))
            print(ReportComparison(earlier: earlier, now: report, path: compare).markdown)
        }
        guard let json else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(report).write(to: URL(fileURLWithPath: json))
    }
}
