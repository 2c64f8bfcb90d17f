import ArgumentParser

/// How a method of ours is measured beside a peer's loop.
struct MethodOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads of either side.", valueName: "n"))
    var threads = 2

    @Option(help: ArgumentHelp("Runs of either side, after one that does not count.", valueName: "n"))
    var runs = 5

    @OptionGroup var peers: PeerOptions

    func validate() throws {
        if !(1...256).contains(threads) { throw ValidationError("expected 1 to 256 threads, found \(threads)") }
        if !(1...100_000).contains(runs) { throw ValidationError("expected 1 to 100000 runs, found \(runs)") }
    }
}
