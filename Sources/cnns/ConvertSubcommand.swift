import ArgumentParser
import Glibc
import Language
import Workbench

/// `cnns convert FROM TO`
struct ConvertSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Convert between scripts, notebooks, Markdown and pages, figures included.",
        discussion: """
            The endings .cnns, .ipynb, .md and .html say what is what. The script is run to see what it shows; figures stand
            in the file, beside it for Markdown, with the words that say what they show.
            Exit status: 0; 1 when a command failed or the file is not what it would be now; 2 for wrong usage.
            """)

    @ArgumentParser.Argument(help: ArgumentHelp("The file to convert.", valueName: "from"))
    var origin: String

    @ArgumentParser.Argument(help: ArgumentHelp("The file to write; one that exists is replaced.", valueName: "to"))
    var destination: String

    @Flag(name: .customLong("no-run"), help: "Run nothing: take the outputs that the file has, if any.")
    var runsNothing = false

    @Flag(name: .customLong("check"), help: "Write nothing: say whether the second file is what the first one becomes now.")
    var checks = false

    @Flag(name: .customLong("keep-going"), help: "Go on after a statement that fails, and write what there is.")
    var keepsGoing = false

    @Flag(help: "Show nothing but errors.")
    var quiet = false

    func validate() throws {
        do {
            for path in [origin, destination] { _ = try DocumentFormatCatalog.format(of: path) }
        } catch {
            throw ValidationError("\(error)")
        }
        if checks && runsNothing { throw ValidationError("expected '--check' or '--no-run', found both") }
    }

    func run() throws {
        do {
            try convert()
        } catch let error as ExitCode {
            throw error
        } catch {
            StandardStream.error.write(PrintableText.of("error: \(error)") + "\n")
            throw ExitCode(1)
        }
    }

    private func convert() throws {
        let (from, to) = (try DocumentFormatCatalog.format(of: origin), try DocumentFormatCatalog.format(of: destination))
        var document = try from.read(ScriptFile.read(origin, byteLimit: NotebookFormat.byteLimit), name: origin)
        document.name = Self.name(of: destination)
        var hasFailed = false
        if !runsNothing, to.holdsOutputs { (document, hasFailed) = try outputs(of: document) }
        if checks { return try check(document, to) }
        let files = try to.write(document)
        try files.write(to: destination)
        if !quiet {
            let beside = files.companions.isEmpty ? "" : ", and \(files.companions.count) figures in \(document.name).files"
            StandardStream.output.write("wrote \(PrintableText.of(destination)), \(document.cells.count) cells\(beside)\n")
        }
        if hasFailed { throw ExitCode(1) }
    }

    /// Runs the document; without `--keep-going` an error ends it all.
    private func outputs(of document: Document) throws -> (Document, hasFailed: Bool) {
        let watch = InterruptWatch()
        InterruptMonitor.start { watch.interrupt() }
        let meter = ProgressMeter()
        let run = DocumentRun(document, name: origin, keepsGoing: keepsGoing, progress: { meter.show($0) }) {
            watch.follow($0.interruption)
        }
        meter.finish()
        if watch.isInterrupted { Glibc.exit(128 + SIGINT) }
        for error in run.errors { StandardStream.error.write(error.rendered(.prefix) + "\n") }
        if !run.errors.isEmpty && !keepsGoing { throw ExitCode(1) }
        return (run.document, !run.errors.isEmpty)
    }

    private func check(_ document: Document, _ format: any DocumentFormat.Type) throws {
        let there = try format.read(ScriptFile.read(destination, byteLimit: NotebookFormat.byteLimit), name: destination)
        // What the format keeps of the document, and what of that it gives back.
        let now = try format.read(format.write(document).bytes, name: destination)
        guard let difference = DocumentComparison.difference(from: there, to: now) else {
            if !quiet { StandardStream.output.write("\(PrintableText.of(destination)) is what \(PrintableText.of(origin)) becomes\n") }
            return
        }
        let advice = "'cnns convert \(origin) \(destination)' writes it anew"
        StandardStream.error.write(
            Diagnostic("not what '\(origin)' becomes now: \(difference)", help: advice, in: destination).rendered() + "\n")
        throw ExitCode(1)
    }

    /// The name of a file without folder and ending.
    private static func name(of path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        return String(file.lastIndex(of: ".").map { file[..<$0] } ?? file)
    }
}
