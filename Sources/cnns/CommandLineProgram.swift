import ArgumentParser
import Glibc

/// The program: a prompt, a script runner, and small tools around them.
@main struct CommandLineProgram: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "cnns",
        abstract: "A laboratory for looking inside convolutional networks, in the terminal.",
        usage: """
            cnns
            cnns run FILE... [--step] [--keep-going]
            cnns FILE... | - | -e LINE
            cnns test FILE... [--bless] [--format tap|junit]
            cnns convert FROM TO
            cnns models | doctor
            """,
        discussion: """
            Without a file, the prompt: type 'load digits; load digit-7; predict', or 'help'.
            Exit status: 0; 1 when a command or an expectation failed; 2 for wrong usage; 130 when interrupted.
            """,
        version: version,
        subcommands: [RunSubcommand.self, TestSubcommand.self, ConvertSubcommand.self, ModelsSubcommand.self, DoctorSubcommand.self])

    @OptionGroup var sources: SourceOptions
    @OptionGroup var display: DisplayOptions

    func run() throws {
        if sources.isEmpty && isatty(STDIN_FILENO) == 1 {
            try InteractivePrompt(display).run()
        } else {
            try ScriptRunner(display, keepsGoing: sources.keepsGoing).run(sources.isEmpty ? [.standardInput] : sources.all)
        }
    }

    func validate() throws {
        if let first = sources.files.first, Tools.named(first) { throw ValidationError("expected '\(first)' before all options") }
    }

    /// Wrong usage ends with status 2 instead of the argument parser's own.
    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["help"] { arguments = ["--help"] }
        let root: any ParsableCommand.Type = arguments.first.map(Tools.named) == true ? Tools.self : Self.self
        do {
            var command = try root.parseAsRoot(arguments)
            try command.run()
        } catch {
            let message = root.fullMessage(for: error)
            let code = root.exitCode(for: error)
            if code == .success {
                if !message.isEmpty { StandardStream.output.write(message + "\n") }
                Glibc.exit(0)
            }
            if !message.isEmpty { StandardStream.error.write(message + "\n") }
            Glibc.exit(code == .validationFailure ? 2 : code.rawValue)
        }
    }
}

/// The same program when its first word names a tool: the argument parser would take the word for a file otherwise.
private struct Tools: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cnns", abstract: CommandLineProgram.configuration.abstract, version: CommandLineProgram.version,
        subcommands: CommandLineProgram.configuration.subcommands)

    static func named(_ word: String) -> Bool {
        word == "help" || configuration.subcommands.contains { $0.configuration.commandName == word }
    }
}
