import ArgumentParser

/// What is to be run.
struct SourceOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Scripts to run; - reads standard input.", valueName: "file"), completion: .file(extensions: ["cnns"]))
    var files: [String] = []

    @Option(
        name: .customShort("e"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A line to run; may be given again.", valueName: "line"))
    var lines: [String] = []

    @Flag(name: .customLong("keep-going"), help: "Go on after a statement that fails.")
    var keepsGoing = false

    var isEmpty: Bool { files.isEmpty && lines.isEmpty }

    /// The lines as one script, or the files in order.
    var all: [ScriptSource] {
        lines.isEmpty ? files.map { $0 == "-" ? .standardInput : .file($0) } : [.line(lines.joined(separator: "\n"))]
    }

    func validate() throws {
        if !files.isEmpty && !lines.isEmpty { throw ValidationError("expected files or '-e', found both") }
    }
}
