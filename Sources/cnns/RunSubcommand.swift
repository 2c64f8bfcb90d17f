import ArgumentParser

/// `cnns run FILE…`
struct RunSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run scripts, each in a session of its own.")

    @OptionGroup var sources: SourceOptions
    @OptionGroup var display: DisplayOptions

    @Flag(help: "Present: page by page, at your keys.")
    var step = false

    func validate() throws {
        if step && sources.files.contains("-") { throw ValidationError("expected a file where '--step' reads keys, found '-'") }
        if sources.isEmpty { throw ValidationError("expected a file, '-' or '-e', found none") }
    }

    func run() throws {
        try ScriptRunner(display, keepsGoing: sources.keepsGoing, steps: step).run(sources.all)
    }
}
