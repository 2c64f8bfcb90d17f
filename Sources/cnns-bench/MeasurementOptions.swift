import ArgumentParser

/// The same for what runs on threads.
struct MeasurementOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads of every side.", valueName: "n"))
    var threads = 2

    @OptionGroup var sides: RunOptions

    func validate() throws {
        if !(1...256).contains(threads) { throw ValidationError("expected 1 to 256 threads, found \(threads)") }
    }

    func runs(else standard: Int) -> Int { sides.runs(else: standard) }
    var peers: PeerOptions { sides.peers }
}
