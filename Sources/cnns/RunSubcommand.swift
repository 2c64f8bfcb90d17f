import ArgumentParser

/// `cnns run FILE…`
struct RunSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run scripts, each in a session of its own.")

    @OptionGroup var sources: SourceOptions
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if sources.isEmpty { throw ValidationError("expected a file, '-' or '-e', found none") }
    }

    func run() throws {
        try ScriptRunner(display, keepsGoing: sources.keepsGoing).run(sources.all)
    }
}
