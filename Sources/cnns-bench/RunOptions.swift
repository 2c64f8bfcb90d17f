import ArgumentParser

/// What every measurement takes: how often, beside which programs, and where results go.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Runs of every side; else as many as the measurement is worth.", valueName: "n"))
    var runs: Int?

    @OptionGroup var peers: PeerOptions

    func validate() throws {
        if let runs, !(1...100_000).contains(runs) { throw ValidationError("expected 1 to 100000 runs, found \(runs)") }
    }

    /// As many runs as were asked for.
    func runs(else standard: Int) -> Int { runs ?? standard }
}
