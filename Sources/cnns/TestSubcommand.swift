import ArgumentParser
import Glibc
import Language
import Workbench

/// `cnns test FILE…`
struct TestSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run scripts and judge what they claim.",
        discussion: """
            Judged are every 'expect', that no command fails, and the figures that a file beside the script has recorded
            ('lesson.expected' for 'lesson.cnns'): by the numbers behind them, not by their pixels.
            Exit status: 0; 1 when something failed; 2 for wrong usage; 130 when interrupted.
            """)

    @ArgumentParser.Argument(
        help: ArgumentHelp("Scripts to judge.", valueName: "file"), completion: .file(extensions: ["cnns"]))
    var files: [String] = []

    @Flag(help: "Record the figures as they are now.")
    var bless = false

    @Option(help: ArgumentHelp("Report to another program: tap, junit.", valueName: "format"))
    var format: String?

    @Flag(name: .customLong("keep-going"), help: "Go on after a command that fails.")
    var keepsGoing = false

    @Flag(help: "Show nothing but failures.")
    var quiet = false

    @Option(help: ArgumentHelp("Threads of the engine.", valueName: "n"))
    var threads: Int?

    func validate() throws {
        if files.isEmpty { throw ValidationError("expected a file, found none") }
        if let threads, !(1...256).contains(threads) { throw ValidationError("expected 1 to 256 threads, found \(threads)") }
        if let format, TestReportFormatCatalog.named(format) == nil {
            let names = TestReportFormatCatalog.all.map { $0.name }.joined(separator: " or ")
            throw ValidationError("expected \(names) after '--format', found '\(format)'")
        }
    }

    func run() throws {
        let watch = InterruptWatch()
        InterruptMonitor.start { watch.interrupt() }
        var reports: [TestReport] = []
        for file in files {
            let report = self.report(on: file, watch)
            if watch.isInterrupted { Glibc.exit(128 + SIGINT) }
            reports.append(report)
            if format == nil { show(report) }
        }
        if let format, let format = TestReportFormatCatalog.named(format) {
            StandardStream.output.write(PrintableText.of(format.text(of: reports)))
        }
        Glibc.exit(reports.contains { !$0.failures.isEmpty } ? 1 : 0)
    }

    private func report(on file: String, _ watch: InterruptWatch) -> TestReport {
        let path = ExpectedFigures.path(for: file)
        do {
            let bytes = try ScriptSource.file(file).bytes(limit: SourceText.byteLimit)
            let expected = bless || access(path, F_OK) != 0 ? nil : try expectedFigures(at: path)
            var test = ScriptTest(name: file, bytes: bytes, expected: expected)
            test.keepsGoing = keepsGoing
            let meter = ProgressMeter()
            var report = test.run(progress: { meter.show($0) }) { session in
                watch.follow(session.interruption)
                if let threads { session.settings.set("threads", to: String(threads)) }
            }
            meter.finish()
            if bless, report.failures.isEmpty { try record(report, at: path, &report.notes) }
            return report
        } catch {
            return TestReport(
                script: file, points: [TestPoint("read", SourceText("", name: file), SourceRange(0, 0), .failed(Diagnostic("\(error)")))])
        }
    }

    private func expectedFigures(at path: String) throws -> ExpectedFigures {
        let bytes = try ScriptSource.file(path).bytes(limit: SourceText.byteLimit)
        return try ExpectedFigures(text: String(decoding: bytes, as: UTF8.self), path: path)
    }

    /// Writes the recorded figures, or takes the file away where there is none any more.
    private func record(_ report: TestReport, at path: String, _ notes: inout [String]) throws {
        notes = []
        if report.figures.keys.isEmpty {
            unlink(path)
        } else {
            try FileWriter.write(Array(report.figures.text(script: report.script).utf8), to: path)
            notes.append("recorded \(Self.count(report.figures.keys.count, "figure")) in \(path)")
        }
    }

    private func show(_ report: TestReport) {
        for failure in report.failures { StandardStream.error.write(failure.rendered(.prefix) + "\n") }
        guard !quiet else { return }
        let failed = report.failures.isEmpty ? "ok" : "FAILED"
        let passed = report.points.count - report.failures.count - report.skippedCount
        let skipped = report.skippedCount > 0 ? ", \(report.skippedCount) not reached" : ""
        let seconds = Double(Int(report.seconds * 10)) / 10
        let words =
            ["\(failed)  \(report.script): \(passed) of \(report.points.count) hold\(skipped), \(seconds) s"]
            + report.notes.map { "  \($0)" }
        StandardStream.output.write(PrintableText.of(words.joined(separator: "\n")) + "\n")
    }

    private static func count(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
}
